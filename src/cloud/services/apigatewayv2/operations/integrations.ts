import type {
  CreateIntegrationRequest,
  DeleteIntegrationRequest,
  GetIntegrationRequest,
  GetIntegrationsRequest,
  GetIntegrationsResponse,
  Integration,
  UpdateIntegrationRequest,
} from '@aws-sdk/client-apigatewayv2';
import type { Operation } from '../../../service-kit/contract.ts';
import { type Given, given } from '../../../service-kit/input.ts';
import { integrationTimeoutMsDefault } from '../defaults.ts';
import { commitChange } from '../deploying.ts';
import { badRequest, conflict } from '../errors.ts';
import { listPage } from '../list-page.ts';
import { findApi, findIntegration } from '../lookup.ts';
import { childKey, childrenOf, type HttpApiState, type IntegrationRecord } from '../state.ts';
import { assertIntegration } from '../validation/integration.ts';

/** https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-integrations.html#CreateIntegration */
export const createIntegration: Operation<Given<CreateIntegrationRequest>, Integration, HttpApiState> = (
  state,
  input,
  context,
) => {
  const { ApiId, ...settings } = input;
  const api = findApi(state, ApiId, context);
  const isFunction = settings.IntegrationType === 'AWS_PROXY' && settings.IntegrationSubtype === undefined;
  const integration: IntegrationRecord = {
    ConnectionType: 'INTERNET',
    TimeoutInMillis: integrationTimeoutMsDefault,
    ...(isFunction ? { IntegrationMethod: 'POST' } : { PayloadFormatVersion: '1.0' }),
    ...given(settings),
    IntegrationId: context.random.text(7),
    ApiGatewayManaged: false,
  };
  assertIntegration(integration);
  assertLink(state, integration);
  state.integrations.set(childKey(ApiId, integration.IntegrationId), integration);
  commitChange(state, api, context);
  return integration;
};

/** https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-integrations-integrationid.html#GetIntegration */
export const getIntegration: Operation<Given<GetIntegrationRequest>, Integration, HttpApiState> = (
  state,
  input,
  context,
) => {
  findApi(state, input.ApiId, context);
  return findIntegration(state, input.ApiId, input.IntegrationId);
};

/** https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-integrations.html#GetIntegrations */
export const getIntegrations: Operation<Given<GetIntegrationsRequest>, GetIntegrationsResponse, HttpApiState> = (
  state,
  input,
  context,
) => {
  findApi(state, input.ApiId, context);
  return listPage(childrenOf(state.integrations, input.ApiId), input, (integration) => integration.IntegrationId);
};

/** https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-integrations-integrationid.html#UpdateIntegration */
export const updateIntegration: Operation<Given<UpdateIntegrationRequest>, Integration, HttpApiState> = (
  state,
  input,
  context,
) => {
  const { ApiId, IntegrationId, ...changes } = input;
  const api = findApi(state, ApiId, context);
  const previous = findIntegration(state, ApiId, IntegrationId);
  const merged: IntegrationRecord = { ...previous, ...given(changes) };
  const integration: IntegrationRecord = {
    ...merged,
    ...(changes.RequestParameters && {
      RequestParameters: mergeParameters(previous.RequestParameters, changes.RequestParameters),
    }),
  };
  assertIntegration(integration);
  assertLink(state, integration);
  state.integrations.set(childKey(ApiId, IntegrationId), integration);
  commitChange(state, api, context);
  return integration;
};

/** A link must be there when an integration is made that names it. */
function assertLink({ vpcLinks }: HttpApiState, { ConnectionType, ConnectionId = '' }: IntegrationRecord): void {
  if (ConnectionType === 'VPC_LINK' && !vpcLinks.has(ConnectionId)) {
    throw badRequest(`Invalid VpcLink identifier specified ${ConnectionId}`);
  }
}

/** An update adds to the request parameters; an empty value takes one away, as the CLI's reference tells. */
function mergeParameters(
  previous: Readonly<Record<string, string>> | undefined,
  changes: Readonly<Record<string, string>>,
): Record<string, string> {
  const merged = Object.entries({ ...previous, ...changes }).filter(([, value]) => value !== '');
  return Object.fromEntries(merged);
}

/** https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-integrations-integrationid.html#DeleteIntegration */
export const deleteIntegration: Operation<Given<DeleteIntegrationRequest>, Record<string, never>, HttpApiState> = (
  state,
  { ApiId, IntegrationId },
  context,
) => {
  const api = findApi(state, ApiId, context);
  findIntegration(state, ApiId, IntegrationId);
  const target = `integrations/${IntegrationId}`;
  const user = childrenOf(state.routes, ApiId).find((route) => route.Target === target);
  if (user) {
    throw conflict(`Cannot delete Integration '${IntegrationId}' because it is referenced by route '${user.RouteId}'`);
  }
  state.integrations.delete(childKey(ApiId, IntegrationId));
  commitChange(state, api, context);
  return {};
};
