import type {
  ApiKey,
  ApiKeys,
  CreateApiKeyRequest,
  DeleteApiKeyRequest,
  GetApiKeyRequest,
  GetApiKeysRequest,
  PatchOperation,
  StageKey,
  UpdateApiKeyRequest,
} from '@aws-sdk/client-api-gateway';
import { raise } from '../../../kernel/errors.ts';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import { type Given, given } from '../../../service-kit/input.ts';
import { thisSecond } from '../changes.ts';
import { badRequest, conflict, notFound } from '../errors.ts';
import { listPage } from '../list-page.ts';
import { applyPatch } from '../patch/apply-patch.ts';
import type { PatchPath } from '../patch/patch-path.ts';
import { readFlag } from '../patch/patch-values.ts';
import { type ApiKeyRecord, childKey, type RestApiState } from '../state.ts';

// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-key-file-format.html
const valueCharactersMin = 20;
const valueCharactersMax = 128;
const generatedValueCharacters = 40;
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** The key, or NotFoundException. */
export const findApiKey = (state: RestApiState, id: string): ApiKeyRecord =>
  state.apiKeys.get(id) ?? raise(notFound('Invalid API Key identifier specified'));

/** The key of that value; values are as unique as ids. */
export function findApiKeyByValue(state: RestApiState, value: string): ApiKeyRecord | undefined {
  for (const key of state.apiKeys.values()) if (key.value === value) return key;
  return undefined;
}

/** A key as it is answered: who wants to see the value says so. */
function describeApiKey({ value, ...key }: ApiKeyRecord, includeValue: boolean | undefined): ApiKey {
  return includeValue ? { ...key, value } : key;
}

/** @throws BadRequestException for a value that is too short or too long */
export function assertKeyValue(value: string): void {
  if (value.length < valueCharactersMin) {
    throw badRequest(`API Key value should be at least ${valueCharactersMin} characters`);
  }
  if (value.length > valueCharactersMax) {
    throw badRequest(`API Key value exceeds maximum size of ${valueCharactersMax} characters`);
  }
}

/** https://docs.aws.amazon.com/apigateway/latest/api/API_CreateApiKey.html */
export const createApiKey: Operation<Given<CreateApiKeyRequest>, ApiKey, RestApiState> = (state, input, context) => {
  const { generateDistinctId, stageKeys = [], value: givenValue, ...settings } = input;
  if (givenValue) assertKeyValue(givenValue);
  const value = givenValue || context.random.text(generatedValueCharacters, letters);
  if (findApiKeyByValue(state, value)) throw conflict('API Key already exists');
  const now = thisSecond(context);
  const key: ApiKeyRecord = {
    enabled: false,
    ...given(settings),
    id: generateDistinctId === false ? value : context.random.text(10),
    value,
    createdDate: now,
    lastUpdatedDate: now,
    stageKeys: stageKeys.map((stage) => stageKeyOf(state, stage, context)),
  };
  state.apiKeys.set(key.id, key);
  return describeApiKey(key, true);
};

function stageKeyOf(state: RestApiState, { restApiId = '', stageName = '' }: StageKey, { account }: Context): string {
  if (!state.restApis.has(restApiId)) throw notFound(`Invalid API identifier specified ${account}:${restApiId}`);
  if (!state.stages.has(childKey(restApiId, stageName))) throw notFound('Invalid stage identifier specified');
  return `${restApiId}/${stageName}`;
}

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetApiKey.html */
export const getApiKey: Operation<Given<GetApiKeyRequest>, ApiKey, RestApiState> = (state, { apiKey, includeValue }) =>
  describeApiKey(findApiKey(state, apiKey), includeValue);

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetApiKeys.html */
export const getApiKeys: Operation<Given<GetApiKeysRequest>, ApiKeys, RestApiState> = (state, input) => {
  const { nameQuery = '', customerId, includeValues } = input;
  const keys = [...state.apiKeys.values()].filter(
    (key) => (key.name ?? '').startsWith(nameQuery) && (customerId === undefined || key.customerId === customerId),
  );
  const page = listPage(keys, input, ({ id }) => id);
  return { ...page, items: page.items.map((key) => describeApiKey(key, includeValues)) };
};

const patchPaths: readonly PatchPath[] = [
  { path: '/name', ops: ['replace'] },
  { path: '/description', ops: ['replace'] },
  { path: '/enabled', ops: ['replace'], read: readFlag },
  { path: '/customerId', ops: ['replace'] },
  { path: '/stages', ops: ['add', 'remove'], at: () => ['stageKeys'] },
];

/** Stages are named by values: `a1b2c3/prod`. */
const changedStages = (stages: readonly string[], { op, value = '' }: PatchOperation): string[] => {
  const others = stages.filter((stage) => stage !== value);
  return op === 'add' ? [...others, value] : others;
};

/** https://docs.aws.amazon.com/apigateway/latest/api/API_UpdateApiKey.html */
export const updateApiKey: Operation<Given<UpdateApiKeyRequest>, ApiKey, RestApiState> = (state, input, context) => {
  let key = findApiKey(state, input.apiKey);
  for (const operation of input.patchOperations ?? []) {
    const { stageKeys = [] } = key;
    key = applyPatch(key, [operation], patchPaths);
    if (operation.path !== '/stages') continue;
    const [restApiId, stageName] = (operation.value ?? '').split('/');
    if (operation.op === 'add') stageKeyOf(state, { restApiId, stageName }, context);
    key = { ...key, stageKeys: changedStages(stageKeys, operation) };
  }
  const updated = { ...key, lastUpdatedDate: thisSecond(context) };
  state.apiKeys.set(key.id, updated);
  return describeApiKey(updated, false);
};

/** It is in no usage plan any more. https://docs.aws.amazon.com/apigateway/latest/api/API_DeleteApiKey.html */
export const deleteApiKey: Operation<Given<DeleteApiKeyRequest>, object, RestApiState> = (state, { apiKey }) => {
  findApiKey(state, apiKey);
  state.apiKeys.delete(apiKey);
  for (const plan of state.usagePlans.keys()) state.usagePlanKeys.delete(childKey(plan, apiKey));
  return {};
};
