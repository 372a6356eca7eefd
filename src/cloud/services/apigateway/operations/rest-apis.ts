import type {
  CreateRestApiRequest,
  DeleteRestApiRequest,
  EndpointType,
  GetRestApiRequest,
  GetRestApisRequest,
  RestApi,
  RestApis,
  UpdateRestApiRequest,
} from '@aws-sdk/client-api-gateway';
import { partitionOf } from '../../../kernel/arns.ts';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import { type Given, given } from '../../../service-kit/input.ts';
import { filled, thisSecond, touchApi } from '../changes.ts';
import { cloneApi } from '../clone-api.ts';
import { defaultModels } from '../default-models.ts';
import { badRequest } from '../errors.ts';
import { listPage } from '../list-page.ts';
import { findApi } from '../lookup.ts';
import { restApiTable } from '../patch/api-tables.ts';
import { applyPatch } from '../patch/apply-patch.ts';
import { childKey, type RestApiRecord, type RestApiState } from '../state.ts';
import { assertRestApi } from '../validation/rest-api.ts';

/** An API as the service answers it: its policy is JSON inside of JSON, escaped once more, slashes too. */
export function describeApi({ revision: _, ...api }: RestApiRecord): RestApi {
  if (api.policy === undefined) return api;
  return { ...api, policy: JSON.stringify(api.policy).slice(1, -1).replaceAll('/', String.raw`\/`) };
}

/** The policy in one line, with the API's whole ARN where it gave the end of it alone: `execute-api:/stage/GET/x`. */
function storedPolicy(policy: string, apiId: string, { account, region }: Pick<Context, 'account' | 'region'>): string {
  const arn = `arn:${partitionOf(region)}:execute-api:${region}:${account}:${apiId}/`;
  return JSON.stringify(JSON.parse(policy), (key, value: unknown) => (key === 'Resource' ? wholeArn(value) : value));

  function wholeArn(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(wholeArn);
    if (typeof value !== 'string') return value;
    return value.startsWith('execute-api:/') ? arn + value.slice('execute-api:/'.length) : value;
  }
}

/** https://docs.aws.amazon.com/apigateway/latest/api/API_CreateRestApi.html */
export const createRestApi: Operation<Given<CreateRestApiRequest>, RestApi, RestApiState> = (state, input, context) => {
  const { cloneFrom, name, policy, tags = {}, ...settings } = input;
  assertRestApi(input, 'createRestApiInput');
  const source = cloneFrom === undefined ? undefined : findApi(state, cloneFrom, context);
  const id = context.random.text(10);
  const { types: givenTypes = [], ipAddressType, ...endpoint } = settings.endpointConfiguration ?? {};
  const types: EndpointType[] = givenTypes.length > 0 ? givenTypes : ['EDGE'];
  const api: RestApiRecord = {
    apiKeySource: 'HEADER',
    disableExecuteApiEndpoint: false,
    ...filled(settings),
    endpointConfiguration: { types, ipAddressType: ipAddressType ?? addressTypeOf(types), ...given(endpoint) },
    ...(policy && { policy: storedPolicy(policy, id, context) }),
    ...(Object.keys(tags).length > 0 && { tags }),
    id,
    name,
    rootResourceId: context.random.text(10),
    createdDate: thisSecond(context),
    revision: 0,
  };
  state.restApis.set(id, api);
  if (source) cloneApi(state, source, api, context.random);
  else {
    state.resources.set(childKey(id, api.rootResourceId), { id: api.rootResourceId, path: '/' });
    for (const model of defaultModels(context.random)) state.models.set(childKey(id, model.name), model);
  }
  return describeApi(api);
};

/** Private APIs are reached over both. */
const addressTypeOf = (types: readonly string[]) => (types.includes('PRIVATE') ? 'dualstack' : 'ipv4');

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetRestApi.html */
export const getRestApi: Operation<Given<GetRestApiRequest>, RestApi, RestApiState> = (state, { restApiId }, context) =>
  describeApi(findApi(state, restApiId, context));

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetRestApis.html */
export const getRestApis: Operation<Given<GetRestApisRequest>, RestApis, RestApiState> = (state, input) => {
  const page = listPage([...state.restApis.values()], input, ({ id }) => id);
  return { ...page, items: page.items.map(describeApi) };
};

/** https://docs.aws.amazon.com/apigateway/latest/api/API_UpdateRestApi.html */
export const updateRestApi: Operation<Given<UpdateRestApiRequest>, RestApi, RestApiState> = (
  state,
  { restApiId, patchOperations },
  context,
) => {
  const api = findApi(state, restApiId, context);
  const patched = applyPatch(api, patchOperations, restApiTable);
  assertRestApi(patched, 'updateRestApiInput');
  const { policy, binaryMediaTypes = [], ...rest } = patched;
  state.restApis.set(restApiId, {
    ...rest,
    ...(policy && { policy: policy === api.policy ? policy : storedPolicy(policy, restApiId, context) }),
    ...(binaryMediaTypes.length > 0 && { binaryMediaTypes }),
  });
  touchApi(state, restApiId);
  return describeApi(findApi(state, restApiId, context));
};

/** @throws BadRequestException while a path of a custom domain leads to the API */
function assertUnmapped(state: RestApiState, restApiId: string): void {
  const domains = [...state.basePathMappings.entries()]
    .filter(([, mapping]) => mapping.restApiId === restApiId)
    .map(([key]) => key.slice(0, key.indexOf('/')).split('+')[0]);
  if (domains.length === 0) return;
  throw badRequest(
    `Deleting RestApi ${restApiId} failed. Please remove all base path mappings related to the RestApi in your domains: ${[...new Set(domains)].join(', ')}`,
  );
}

/** All that is below it goes with it. https://docs.aws.amazon.com/apigateway/latest/api/API_DeleteRestApi.html */
export const deleteRestApi: Operation<Given<DeleteRestApiRequest>, object, RestApiState> = (
  state,
  { restApiId },
  context,
) => {
  findApi(state, restApiId, context);
  assertUnmapped(state, restApiId);
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
