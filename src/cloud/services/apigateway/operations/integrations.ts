import type {
  GetIntegrationRequest,
  Integration,
  IntegrationResponse,
  PutIntegrationRequest,
  PutIntegrationResponseRequest,
} from '@aws-sdk/client-api-gateway';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { given, setMethod } from '../changes.ts';
import { findApi, findIntegration, findMethod } from '../lookup.ts';
import type { RestApiState } from '../state.ts';

const timeoutMsDefault = 29_000;

/** https://docs.aws.amazon.com/apigateway/latest/api/API_PutIntegration.html */
export const putIntegration: Operation<Given<PutIntegrationRequest>, Integration, RestApiState> = (
  state,
  input,
  context,
) => {
  const { restApiId, resourceId, httpMethod, integrationHttpMethod, ...settings } = input;
  findApi(state, restApiId, context);
  const { resource, method } = findMethod(state, input);
  const integration: Integration = {
    passthroughBehavior: 'WHEN_NO_MATCH',
    timeoutInMillis: timeoutMsDefault,
    cacheNamespace: resourceId,
    cacheKeyParameters: [],
    ...given(settings),
    ...(integrationHttpMethod !== undefined && { httpMethod: integrationHttpMethod }),
  };
  setMethod(state, { restApiId, resource, httpMethod }, { ...method, methodIntegration: integration });
  return integration;
};

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetIntegration.html */
export const getIntegration: Operation<Given<GetIntegrationRequest>, Integration, RestApiState> = (
  state,
  input,
  context,
) => {
  findApi(state, input.restApiId, context);
  return findIntegration(findMethod(state, input).method);
};

/** https://docs.aws.amazon.com/apigateway/latest/api/API_PutIntegrationResponse.html */
export const putIntegrationResponse: Operation<
  Given<PutIntegrationResponseRequest>,
  IntegrationResponse,
  RestApiState
> = (state, input, context) => {
  const { restApiId, resourceId: _, httpMethod, ...response } = input;
  findApi(state, restApiId, context);
  const { resource, method } = findMethod(state, input);
  const integration = findIntegration(method);
  const integrationResponses = { ...integration.integrationResponses, [input.statusCode]: given(response) };
  const changed = { ...method, methodIntegration: { ...integration, integrationResponses } };
  setMethod(state, { restApiId, resource, httpMethod }, changed);
  return given(response);
};
