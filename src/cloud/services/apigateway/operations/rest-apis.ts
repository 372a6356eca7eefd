import type {
  CreateRestApiRequest,
  DeleteRestApiRequest,
  GetRestApiRequest,
  GetRestApisRequest,
  RestApi,
  RestApis,
} from '@aws-sdk/client-api-gateway';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { given } from '../changes.ts';
import { badRequest } from '../errors.ts';
import { listPage } from '../list-page.ts';
import { findApi } from '../lookup.ts';
import { childKey, type RestApiRecord, type RestApiState } from '../state.ts';

/** An API as the service answers it. */
export function describeApi({ revision: _, ...api }: RestApiRecord): RestApi {
  return api;
}

/** https://docs.aws.amazon.com/apigateway/latest/api/API_CreateRestApi.html */
export const createRestApi: Operation<Given<CreateRestApiRequest>, RestApi, RestApiState> = (state, input, context) => {
  const { cloneFrom: _, name, ...settings } = input;
  if (name === undefined) throw badRequest('Invalid API name');
  const api: RestApiRecord = {
    apiKeySource: 'HEADER',
    endpointConfiguration: { types: ['EDGE'], ipAddressType: 'ipv4' },
    disableExecuteApiEndpoint: false,
    ...given(settings),
    id: context.random.text(10),
    name,
    rootResourceId: context.random.text(10),
    createdDate: new Date(context.clock.now()),
    revision: 0,
  };
  state.restApis.set(api.id, api);
  state.resources.set(childKey(api.id, api.rootResourceId), { id: api.rootResourceId, path: '/' });
  return describeApi(api);
};

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetRestApi.html */
export const getRestApi: Operation<Given<GetRestApiRequest>, RestApi, RestApiState> = (state, { restApiId }, context) =>
  describeApi(findApi(state, restApiId, context));

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetRestApis.html */
export const getRestApis: Operation<Given<GetRestApisRequest>, RestApis, RestApiState> = (state, input) => {
  const page = listPage([...state.restApis.values()], input, ({ id }) => id);
  return { ...page, items: page.items.map(describeApi) };
};

/** All that is below it goes with it. https://docs.aws.amazon.com/apigateway/latest/api/API_DeleteRestApi.html */
export const deleteRestApi: Operation<Given<DeleteRestApiRequest>, object, RestApiState> = (
  state,
  { restApiId },
  context,
) => {
  findApi(state, restApiId, context);
  state.restApis.delete(restApiId);
  const below = [
    state.resources,
    state.models,
    state.validators,
    state.authorizers,
    state.gatewayResponses,
    state.documentationParts,
    state.documentationVersions,
    state.deployments,
    state.stages,
  ];
  for (const collection of below) {
    for (const key of [...collection.keys({ from: `${restApiId}/`, before: `${restApiId}0` })]) collection.delete(key);
  }
  return {};
};
