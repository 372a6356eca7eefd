import type { Integration, IntegrationResponse, IntegrationType } from '@aws-sdk/client-api-gateway';
import { listOf, type Structure, structureOf, textOf } from '../../../gateway/openapi/structure.ts';
import { integrationTimeoutMs } from './integration-problem.ts';
import { asText, present, textsOf } from './read-values.ts';

/**
 * An `x-amazon-apigateway-integration` object; its cache namespace is the resource's, unless it names one.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-integration.html
 */
export function readIntegration(extension: Structure): Integration {
  const responses = responsesOf(extension.responses);
  const type = upper(extension.type) as IntegrationType | undefined;
  return present({
    type,
    httpMethod: methodOf(extension),
    uri: textOf(extension.uri),
    connectionType: connectionTypeOf(extension, type),
    connectionId: textOf(extension.connectionId),
    credentials: textOf(extension.credentials),
    requestParameters: textsOf(extension.requestParameters),
    requestTemplates: textsOf(extension.requestTemplates),
    passthroughBehavior: upper(extension.passthroughBehavior) ?? 'WHEN_NO_MATCH',
    contentHandling: upper(extension.contentHandling) as Integration['contentHandling'],
    timeoutInMillis: Number(asText(extension.timeoutInMillis ?? integrationTimeoutMs.max)),
    cacheNamespace: textOf(extension.cacheNamespace),
    cacheKeyParameters: listOf(extension.cacheKeyParameters).map(asText),
    integrationResponses: Object.keys(responses).length > 0 ? responses : undefined,
    tlsConfig: tlsOf(extension.tlsConfig),
    responseTransferMode: upper(extension.responseTransferMode) as Integration['responseTransferMode'],
    integrationTarget: textOf(extension.integrationTarget),
  });
}

/** HTTP backends are reached through the internet unless a link is named. */
function connectionTypeOf({ connectionType }: Structure, type: string | undefined): Integration['connectionType'] {
  const given = upper(connectionType) as Integration['connectionType'];
  return given ?? (type?.startsWith('HTTP') ? 'INTERNET' : undefined);
}

const upper = (value: unknown): string | undefined => textOf(value)?.toUpperCase();

function methodOf({ httpMethod }: Structure): string | undefined {
  const method = upper(httpMethod);
  return method === 'X-AMAZON-APIGATEWAY-ANY-METHOD' ? 'ANY' : method;
}

/** Members are named by their selection patterns; `default` has none. */
function responsesOf(value: unknown): Record<string, IntegrationResponse> {
  const entries = Object.entries(structureOf(value)).map(([pattern, each]) => {
    const response = structureOf(each);
    const statusCode = asText(response.statusCode ?? '200');
    const read: IntegrationResponse = present({
      statusCode,
      selectionPattern: pattern === 'default' ? undefined : pattern,
      responseParameters: textsOf(response.responseParameters),
      responseTemplates: textsOf(response.responseTemplates),
      contentHandling: upper(response.contentHandling) as IntegrationResponse['contentHandling'],
    });
    return [statusCode, read] as const;
  });
  return Object.fromEntries(entries);
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-integration-tls-config.html */
function tlsOf(value: unknown): Integration['tlsConfig'] {
  const { insecureSkipVerification } = structureOf(value);
  return insecureSkipVerification === undefined
    ? undefined
    : { insecureSkipVerification: String(insecureSkipVerification) === 'true' };
}
