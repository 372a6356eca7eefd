import type { Integration } from '@aws-sdk/client-apigatewayv2';
import { type Structure, structureOf, textOf } from '../../../gateway/openapi/structure.ts';
import { integrationTimeoutMsDefault } from '../defaults.ts';
import type { IntegrationRecord } from '../state.ts';
import { assertIntegration } from '../validation/integration.ts';

/**
 * An `x-amazon-apigateway-integration` object.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-integration.html
 * @throws BadRequestException where CreateIntegration would
 */
export function readIntegration(extension: Structure, IntegrationId: string): IntegrationRecord {
  const IntegrationType = textOf(extension.type)
    ?.toUpperCase()
    .replace(/^HTTP$/, 'HTTP_PROXY') as Integration['IntegrationType'] | undefined;
  const isFunction = IntegrationType === 'AWS_PROXY' && extension.integrationSubtype === undefined;
  const integration: IntegrationRecord = present({
    IntegrationId,
    ApiGatewayManaged: false,
    ConnectionId: textOf(extension.connectionId),
    ConnectionType: (textOf(extension.connectionType) ?? 'INTERNET') as Integration['ConnectionType'],
    CredentialsArn: textOf(extension.credentials),
    Description: textOf(extension.description),
    IntegrationMethod: isFunction ? 'POST' : methodOf(extension),
    IntegrationSubtype: textOf(extension.integrationSubtype),
    IntegrationType,
    IntegrationUri: textOf(extension.uri),
    PayloadFormatVersion: versionOf(extension) ?? '1.0',
    RequestParameters: textsOf(extension.requestParameters),
    ResponseParameters: responsesOf(extension.responseParameters),
    TimeoutInMillis: Number(extension.timeoutInMillis ?? integrationTimeoutMsDefault),
    TlsConfig: tlsOf(extension.tlsConfig),
  });
  assertIntegration(integration);
  return integration;
}

function methodOf({ httpMethod }: Structure): string | undefined {
  const method = textOf(httpMethod)?.toUpperCase();
  return method === 'X-AMAZON-APIGATEWAY-ANY-METHOD' ? 'ANY' : method;
}

/** YAML reads `2.0` without quotes as a number. */
function versionOf({ payloadFormatVersion: version }: Structure): string | undefined {
  return typeof version === 'number' ? version.toFixed(1) : textOf(version);
}

function textsOf(value: unknown): Record<string, string> | undefined {
  const entries = Object.entries(structureOf(value)).map(([name, text]) => [name, String(text)] as const);
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

function responsesOf(value: unknown): Record<string, Record<string, string>> | undefined {
  const entries = Object.entries(structureOf(value)).map(([status, texts]) => [status, textsOf(texts) ?? {}] as const);
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

function tlsOf(value: unknown): Integration['TlsConfig'] {
  const ServerNameToVerify = textOf(structureOf(value).serverNameToVerify);
  return ServerNameToVerify === undefined ? undefined : { ServerNameToVerify };
}

/** Without the members that the definition does not have: AWS does not tell them. */
function present<T extends object>(record: T): T {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as T;
}
