import type { UpdateApiRequest } from '@aws-sdk/client-apigatewayv2';
import { integrationTimeoutMsDefault } from './defaults.ts';
import { badRequest } from './errors.ts';
import { childKey, childrenOf, type HttpApiState, type IntegrationRecord } from './state.ts';
import { assertIntegration } from './validation/integration.ts';
import { assertRoute } from './validation/route.ts';

/** What `Target` makes of an integration: a Lambda function's ARN a proxy of format 2.0, anything else is taken as a URL. */
export function targetSettings(target: string): Partial<IntegrationRecord> {
  const isFunction = target.startsWith('arn:');
  return {
    ConnectionType: 'INTERNET',
    IntegrationType: isFunction ? 'AWS_PROXY' : 'HTTP_PROXY',
    IntegrationMethod: isFunction ? 'POST' : 'ANY',
    IntegrationUri: target,
    PayloadFormatVersion: isFunction ? '2.0' : '1.0',
    TimeoutInMillis: integrationTimeoutMsDefault,
  };
}

/** The members of UpdateApi that change what a quick create made. */
type QuickChange = Pick<UpdateApiRequest, 'Target' | 'RouteKey' | 'CredentialsArn'>;

/** Changes the route and the integration that a quick create made; they cannot be taken away. */
export function changeQuickCreate(state: HttpApiState, apiId: string, change: QuickChange): void {
  const { Target, RouteKey, CredentialsArn } = change;
  const route = childrenOf(state.routes, apiId).find(({ ApiGatewayManaged }) => ApiGatewayManaged);
  const known = childrenOf(state.integrations, apiId).find(({ ApiGatewayManaged }) => ApiGatewayManaged);
  if (!route || !known || Target === '' || RouteKey === '') {
    throw badRequest(
      'Target, RouteKey and CredentialsArn can only be updated for an API that was made by quick create',
    );
  }
  const { CredentialsArn: former, ...integration } = { ...known, ...(Target !== undefined && targetSettings(Target)) };
  const credentials = CredentialsArn ?? former;
  const changed: IntegrationRecord = { ...integration, ...(credentials && { CredentialsArn: credentials }) };
  assertIntegration(changed);
  const changedRoute = { ...route, ...(RouteKey !== undefined && { RouteKey }) };
  assertRoute(state, apiId, changedRoute);
  state.integrations.set(childKey(apiId, changed.IntegrationId), changed);
  state.routes.set(childKey(apiId, route.RouteId), changedRoute);
}
