import type { Integration, IntegrationResponse } from '@aws-sdk/client-api-gateway';
import { integrationTimeoutMs } from '../integration-problem.ts';

/**
 * An integration as its extension; what is as it is by default is left out.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-integration.html
 */
export function writeIntegration(integration: Integration): object {
  const { connectionType, timeoutInMillis, cacheKeyParameters = [], integrationResponses = {} } = integration;
  const hasCacheKey = cacheKeyParameters.length > 0;
  return {
    connectionId: integration.connectionId,
    credentials: integration.credentials,
    httpMethod: integration.httpMethod,
    uri: integration.uri,
    responses: unlessEmpty(Object.fromEntries(Object.values(integrationResponses).map(writeResponse))),
    requestParameters: unlessEmpty(integration.requestParameters),
    requestTemplates: unlessEmpty(integration.requestTemplates),
    passthroughBehavior: integration.passthroughBehavior?.toLowerCase(),
    connectionType: connectionType === 'INTERNET' ? undefined : connectionType,
    cacheNamespace: hasCacheKey ? integration.cacheNamespace : undefined,
    cacheKeyParameters: hasCacheKey ? cacheKeyParameters : undefined,
    timeoutInMillis: timeoutInMillis === integrationTimeoutMs.max ? undefined : timeoutInMillis,
    contentHandling: integration.contentHandling,
    tlsConfig: integration.tlsConfig && { insecureSkipVerification: integration.tlsConfig.insecureSkipVerification },
    responseTransferMode: integration.responseTransferMode,
    integrationTarget: integration.integrationTarget,
    type: integration.type?.toLowerCase(),
  };
}

const writeResponse = (response: IntegrationResponse) =>
  [
    response.selectionPattern ?? 'default',
    {
      statusCode: response.statusCode,
      responseParameters: unlessEmpty(response.responseParameters),
      responseTemplates: unlessEmpty(response.responseTemplates),
      contentHandling: response.contentHandling,
    },
  ] as const;

/** Undefined for a map without members, which exports leave out. */
export const unlessEmpty = <T extends object>(map: T | undefined): T | undefined =>
  map && Object.keys(map).length > 0 ? map : undefined;
