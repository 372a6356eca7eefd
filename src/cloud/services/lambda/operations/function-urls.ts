import type {
  CreateFunctionUrlConfigCommandInput,
  DeleteFunctionUrlConfigCommandInput,
  FunctionUrlConfig,
  GetFunctionUrlConfigCommandInput,
  GetFunctionUrlConfigResponse,
  ListFunctionUrlConfigsCommandInput,
  ListFunctionUrlConfigsResponse,
  UpdateFunctionUrlConfigCommandInput,
} from '@aws-sdk/client-lambda';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import { functionUrlAddress } from '../../../service-kit/told-addresses.ts';
import { conflict, notFound, resourceNotFound } from '../errors.ts';
import { type FunctionReference, functionArn, readFunctionName } from '../function-reference.ts';
import { paginate } from '../pages.ts';
import { type FunctionUrl, keyOf, type LambdaState } from '../state.ts';

/** As long as AWS's. */
const urlIdCharacters = 32;
const urlIdAlphabet = 'abcdefghijklmnopqrstuvwxyz234567';

/** https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunctionUrlConfig.html */
export const createFunctionUrlConfig: Operation<
  CreateFunctionUrlConfigCommandInput,
  GetFunctionUrlConfigResponse,
  LambdaState
> = (state, input, context) => {
  const reference = readFunctionName(context, 'CreateFunctionUrlConfig', input.FunctionName ?? '', input.Qualifier);
  assertTarget(state, reference);
  if (urlsOf(state, reference.name).some(({ qualifier }) => qualifier === reference.qualifier)) {
    throw conflict(
      `Failed to create function url config for [functionArn = ${functionArn(context, reference.name, reference.qualifier)}]. Error message:  FunctionUrlConfig exists for this Lambda function`,
    );
  }
  const nowMs = context.clock.now();
  const url: FunctionUrl = {
    id: context.random.text(urlIdCharacters, urlIdAlphabet),
    functionName: reference.name,
    ...(reference.qualifier !== undefined && { qualifier: reference.qualifier }),
    authType: input.AuthType ?? 'AWS_IAM',
    invokeMode: input.InvokeMode ?? 'BUFFERED',
    ...corsOf(input.Cors),
    createdMs: nowMs,
    lastModifiedMs: nowMs,
  };
  state.functionUrls.set(url.id, url);
  const { LastModifiedTime: _later, ...created } = shown(context, url);
  return created as GetFunctionUrlConfigResponse;
};

/** https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionUrlConfig.html */
export const getFunctionUrlConfig: Operation<
  GetFunctionUrlConfigCommandInput,
  GetFunctionUrlConfigResponse,
  LambdaState
> = (state, input, context) => shown(context, find(state, input, context, 'GetFunctionUrlConfig'));

/** https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionUrlConfig.html */
export const updateFunctionUrlConfig: Operation<
  UpdateFunctionUrlConfigCommandInput,
  GetFunctionUrlConfigResponse,
  LambdaState
> = (state, input, context) => {
  const { cors, ...url } = find(state, input, context, 'UpdateFunctionUrlConfig');
  const changed: FunctionUrl = {
    ...url,
    authType: input.AuthType ?? url.authType,
    invokeMode: input.InvokeMode ?? url.invokeMode,
    ...(input.Cors ? corsOf(input.Cors) : cors && { cors }),
    lastModifiedMs: context.clock.now(),
  };
  state.functionUrls.set(url.id, changed);
  return shown(context, changed);
};

/** https://docs.aws.amazon.com/lambda/latest/api/API_DeleteFunctionUrlConfig.html */
export const deleteFunctionUrlConfig: Operation<DeleteFunctionUrlConfigCommandInput, object, LambdaState> = (
  state,
  input,
  context,
) => {
  state.functionUrls.delete(find(state, input, context, 'DeleteFunctionUrlConfig').id);
  return {};
};

/** https://docs.aws.amazon.com/lambda/latest/api/API_ListFunctionUrlConfigs.html */
export const listFunctionUrlConfigs: Operation<
  ListFunctionUrlConfigsCommandInput,
  ListFunctionUrlConfigsResponse,
  LambdaState
> = (state, input, context) => {
  const { name } = readFunctionName(context, 'ListFunctionUrlConfigs', input.FunctionName ?? '');
  if (!state.functions.has(name)) throw notFound('Function does not exist');
  const urls = urlsOf(state, name).toSorted((a, b) => (keyIn(a) < keyIn(b) ? -1 : 1));
  const page = paginate(urls, keyIn, input);
  return {
    FunctionUrlConfigs: page.items.map((url) => shown(context, url)),
    ...(page.next !== undefined && { NextMarker: page.next }),
  };
};

/** The URLs of a function go with it, that of an alias with the alias. */
export function deleteUrls(state: LambdaState, { name, qualifier }: FunctionReference): void {
  for (const url of urlsOf(state, name)) {
    if (qualifier === undefined || url.qualifier === qualifier) state.functionUrls.delete(url.id);
  }
}

type Named = { readonly FunctionName?: string | undefined; readonly Qualifier?: string | undefined };

/** Throws ResourceNotFoundException. */
function find(state: LambdaState, input: Named, context: Context, operation: string): FunctionUrl {
  const { name, qualifier } = readFunctionName(context, operation, input.FunctionName ?? '', input.Qualifier);
  const url = urlsOf(state, name).find((one) => one.qualifier === qualifier);
  if (!url) throw resourceNotFound();
  return url;
}

/** URLs are of functions and of aliases. */
function assertTarget(state: LambdaState, { name, qualifier }: FunctionReference): void {
  const isThere = qualifier === undefined ? state.functions.has(name) : state.aliases.has(keyOf(name, qualifier));
  if (!isThere) throw notFound('Function does not exist');
}

const urlsOf = (state: LambdaState, name: string): FunctionUrl[] =>
  [...state.functionUrls.values()].filter(({ functionName }) => functionName === name);

const keyIn = ({ qualifier = '' }: FunctionUrl): string => qualifier;

const corsOf = (cors: CreateFunctionUrlConfigCommandInput['Cors']): Pick<FunctionUrl, 'cors'> =>
  cors && Object.keys(cors).length > 0 ? { cors: { ...cors } } : {};

const shown = (context: Context, url: FunctionUrl): FunctionUrlConfig => ({
  FunctionUrl: functionUrlAddress(url.id, context.region, context.endpoint),
  FunctionArn: functionArn(context, url.functionName, url.qualifier),
  AuthType: url.authType,
  ...(url.cors && { Cors: url.cors as FunctionUrlConfig['Cors'] }),
  CreationTime: new Date(url.createdMs).toISOString(),
  LastModifiedTime: new Date(url.lastModifiedMs).toISOString(),
  InvokeMode: url.invokeMode,
});
