import type {
  DeleteIntegrationRequest,
  GetIntegrationRequest,
  Integration,
  PutIntegrationRequest,
  UpdateIntegrationRequest,
} from '@aws-sdk/client-api-gateway';
import type { Operation } from '../../../service-kit/contract.ts';
import { type Given, given } from '../../../service-kit/input.ts';
import { setMethod } from '../changes.ts';
import { findApi, findIntegration, findMethod } from '../lookup.ts';
import { applyPatch } from '../patch/apply-patch.ts';
import { integrationTable } from '../patch/method-tables.ts';
import type { RestApiRecord, RestApiState } from '../state.ts';
import { assertIntegration } from '../validation/integration.ts';
import { toldIntegration } from './told-method.ts';

const timeoutMsDefault = 29_000;

const isEdge = ({ endpointConfiguration }: RestApiRecord): boolean =>
  endpointConfiguration?.types?.includes('EDGE') ?? true;

/** https://docs.aws.amazon.com/apigateway/latest/api/API_PutIntegration.html */
export const putIntegration: Operation<Given<PutIntegrationRequest>, Integration, RestApiState> = (
  state,
  input,
  context,
) => {
  const { restApiId, resourceId, httpMethod, integrationHttpMethod, ...settings } = input;
  const api = findApi(state, restApiId, context);
  const { resource, method } = findMethod(state, input);
  const integration: Integration = {
    passthroughBehavior: 'WHEN_NO_MATCH',
    timeoutInMillis: timeoutMsDefault,
    cacheNamespace: resourceId,
    cacheKeyParameters: [],
    ...(settings.type.startsWith('HTTP') && { connectionType: 'INTERNET' as const }),
    ...given(settings),
    ...(integrationHttpMethod !== undefined && { httpMethod: integrationHttpMethod }),
  };
  assertIntegration(integration, { method, isEdge: isEdge(api), operation: 'putIntegrationInput' });
  setMethod(state, { restApiId, resource, httpMethod }, { ...method, methodIntegration: integration });
  return toldIntegration(integration);
};

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetIntegration.html */
export const getIntegration: Operation<Given<GetIntegrationRequest>, Integration, RestApiState> = (
  state,
  input,
  context,
) => {
  findApi(state, input.restApiId, context);
  return toldIntegration(findIntegration(findMethod(state, input).method));
};

/** https://docs.aws.amazon.com/apigateway/latest/api/API_UpdateIntegration.html */
export const updateIntegration: Operation<Given<UpdateIntegrationRequest>, Integration, RestApiState> = (
  state,
  input,
  context,
) => {
  const { restApiId, resourceId, httpMethod, patchOperations } = input;
  const api = findApi(state, restApiId, context);
  const { resource, method } = findMethod(state, input);
  const integration: Integration = {
    cacheNamespace: resourceId,
    ...applyPatch(findIntegration(method), patchOperations, integrationTable),
  };
  assertIntegration(integration, { method, isEdge: isEdge(api), operation: 'updateIntegrationInput' });
  setMethod(state, { restApiId, resource, httpMethod }, { ...method, methodIntegration: integration });
  return toldIntegration(integration);
};

/** https://docs.aws.amazon.com/apigateway/latest/api/API_DeleteIntegration.html */
export const deleteIntegration: Operation<Given<DeleteIntegrationRequest>, object, RestApiState> = (
  state,
  input,
  context,
) => {
  findApi(state, input.restApiId, context);
  const { resource, method } = findMethod(state, input);
  findIntegration(method);
  const { methodIntegration: _, ...others } = method;
  setMethod(state, { ...input, resource }, others);
  return {};
};
