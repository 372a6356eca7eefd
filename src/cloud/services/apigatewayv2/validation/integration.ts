import type { Integration } from '@aws-sdk/client-apigatewayv2';
import { badRequest } from '../errors.ts';
import { assertParameterMapping, assertResponseMapping } from './parameter-mapping.ts';
import { assertServiceAction } from './service-action.ts';

const timeoutMsMin = 50;
const timeoutMsMax = 30_000;

/** What CreateIntegration and UpdateIntegration refuse, for the integration as it would be afterwards. */
export function assertIntegration(integration: Readonly<Integration>): void {
  const { IntegrationType: type, TimeoutInMillis: timeoutMs } = integration;
  if (type !== 'AWS_PROXY' && type !== 'HTTP_PROXY') {
    throw badRequest(
      'Currently, an API with a protocol type of HTTP may only be associated with proxy integrations (AWS_PROXY, HTTP_PROXY)',
    );
  }
  assertConnection(integration);
  for (const name of ['RequestTemplates', 'TemplateSelectionExpression', 'ContentHandlingStrategy'] as const) {
    if (integration[name] !== undefined) throw badRequest(`${name} is not currently supported for HTTP APIs.`);
  }
  if (timeoutMs !== undefined && (timeoutMs < timeoutMsMin || timeoutMs > timeoutMsMax)) {
    throw badRequest(`Timeout should be between ${timeoutMsMin} ms and ${timeoutMsMax} ms`);
  }
  if (type === 'AWS_PROXY' && integration.IntegrationSubtype !== undefined) {
    assertServiceAction(integration.IntegrationSubtype, integration);
    assertResponseMapping(integration);
    return;
  }
  if (type === 'AWS_PROXY') assertFunction(integration);
  else assertUrl(integration);
  assertParameterMapping(integration);
}

/** A private integration names its link, and its backend by an ARN; here also by a URL, which is then asked directly. */
function assertConnection({ ConnectionType, ConnectionId, TlsConfig, IntegrationType }: Readonly<Integration>): void {
  if (ConnectionType !== 'VPC_LINK') {
    if (TlsConfig !== undefined) throw badRequest('TlsConfig is only supported for private integrations');
    return;
  }
  if (IntegrationType !== 'HTTP_PROXY')
    throw badRequest('VPC_LINK is only supported for integrations of type HTTP_PROXY');
  if (!ConnectionId) throw badRequest('ConnectionId is required for ConnectionType VPC_LINK');
}

/** Listeners of load balancers, and services of Cloud Map. */
const privateTarget = /^arn:[^:]+:(?:elasticloadbalancing|servicediscovery):/;

/** Whether there is such a function shows at the first request, as on AWS. */
function assertFunction({ PayloadFormatVersion: version, IntegrationUri: uri }: Readonly<Integration>): void {
  if (version === undefined) {
    throw badRequest('PayloadFormatVersion is a required parameter for integrationType AWS_PROXY');
  }
  if (version !== '1.0' && version !== '2.0') throw badRequest(`Unsupported PayloadFormatVersion: ${version}`);
  if (uri === undefined || !/^arn:[^:]*:(lambda|apigateway):/.test(uri)) {
    throw badRequest(`Invalid integration URI specified ${uri ?? ''}`.trimEnd());
  }
}

/** HTTP backends know no events, so that format 2.0 has no meaning for them. */
function assertUrl({ PayloadFormatVersion: version, ...integration }: Readonly<Integration>): void {
  if (version !== undefined && version !== '1.0') {
    throw badRequest(`PayloadFormatVersion ${version} is not supported for integration of type HTTP_PROXY`);
  }
  if (integration.IntegrationMethod === undefined) {
    throw badRequest('HttpMethod parameter method must be specified for integrationType HTTPPROXY');
  }
  const uri = integration.IntegrationUri ?? '';
  if (integration.ConnectionType === 'VPC_LINK' && privateTarget.test(uri)) return;
  if (!/^https?:\/\/./i.test(uri)) {
    throw badRequest('Invalid HTTP endpoint specified for URI');
  }
}
