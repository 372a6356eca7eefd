import type {
  DeleteFunctionEventInvokeConfigCommandInput,
  FunctionEventInvokeConfig,
  GetFunctionEventInvokeConfigCommandInput,
  ListFunctionEventInvokeConfigsCommandInput,
  ListFunctionEventInvokeConfigsResponse,
  PutFunctionEventInvokeConfigCommandInput,
  UpdateFunctionEventInvokeConfigCommandInput,
} from '@aws-sdk/client-lambda';
import { parseArn } from '../../../kernel/arns.ts';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import { invalidParameter, notFound } from '../errors.ts';
import { type FunctionReference, functionArn, latest, readFunctionName } from '../function-reference.ts';
import { paginate } from '../pages.ts';
import { type EventInvokeConfig, keyOf, type LambdaState, valuesOf } from '../state.ts';

type Put = PutFunctionEventInvokeConfigCommandInput;

/** https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionEventInvokeConfig.html */
export const putFunctionEventInvokeConfig: Operation<Put, FunctionEventInvokeConfig, LambdaState> = (
  state,
  input,
  context,
) => store(state, input, context, 'PutFunctionEventInvokeConfig', undefined);

/** https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionEventInvokeConfig.html */
export const updateFunctionEventInvokeConfig: Operation<
  UpdateFunctionEventInvokeConfigCommandInput,
  FunctionEventInvokeConfig,
  LambdaState
> = (state, input, context) => {
  const previous = find(state, input, context, 'UpdateFunctionEventInvokeConfig').config;
  return store(state, input, context, 'UpdateFunctionEventInvokeConfig', previous);
};

/** https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionEventInvokeConfig.html */
export const getFunctionEventInvokeConfig: Operation<
  GetFunctionEventInvokeConfigCommandInput,
  FunctionEventInvokeConfig,
  LambdaState
> = (state, input, context) => {
  const { reference, config } = find(state, input, context, 'GetFunctionEventInvokeConfig');
  return shown(context, reference.name, config);
};

/** https://docs.aws.amazon.com/lambda/latest/api/API_DeleteFunctionEventInvokeConfig.html */
export const deleteFunctionEventInvokeConfig: Operation<
  DeleteFunctionEventInvokeConfigCommandInput,
  object,
  LambdaState
> = (state, input, context) => {
  const { reference, config } = find(state, input, context, 'DeleteFunctionEventInvokeConfig');
  state.eventInvokeConfigs.delete(keyOf(reference.name, config.qualifier));
  return {};
};

/** https://docs.aws.amazon.com/lambda/latest/api/API_ListFunctionEventInvokeConfigs.html */
export const listFunctionEventInvokeConfigs: Operation<
  ListFunctionEventInvokeConfigsCommandInput,
  ListFunctionEventInvokeConfigsResponse,
  LambdaState
> = (state, input, context) => {
  const { name } = readFunctionName(context, 'ListFunctionEventInvokeConfigs', input.FunctionName ?? '');
  if (!state.functions.has(name)) throw notFound("The function doesn't exist.");
  const page = paginate(valuesOf(state.eventInvokeConfigs, name), ({ qualifier }) => qualifier, input);
  return {
    FunctionEventInvokeConfigs: page.items.map((config) => shown(context, name, config)),
    ...(page.next !== undefined && { NextMarker: page.next }),
  };
};

type Named = { readonly FunctionName?: string | undefined; readonly Qualifier?: string | undefined };

function find(state: LambdaState, input: Named, context: Context, operation: string) {
  const reference = readFunctionName(context, operation, input.FunctionName ?? '', input.Qualifier);
  const qualifier = reference.qualifier ?? latest;
  const config = state.eventInvokeConfigs.get(keyOf(reference.name, qualifier));
  if (!config) {
    const arn = functionArn(context, reference.name, qualifier);
    throw notFound(`The function ${arn} doesn't have an EventInvokeConfig`);
  }
  return { reference, config };
}

/** What the input does not name stays as `previous` had it. */
function store(
  state: LambdaState,
  input: Put,
  context: Context,
  operation: string,
  previous: EventInvokeConfig | undefined,
): FunctionEventInvokeConfig {
  const { MaximumRetryAttempts: retries, MaximumEventAgeInSeconds: age, DestinationConfig: destinations } = input;
  if (retries === undefined && age === undefined && destinations === undefined) {
    throw invalidParameter('You must specify at least one of error handling or destination setting.');
  }
  const reference = readFunctionName(context, operation, input.FunctionName ?? '', input.Qualifier);
  assertThere(state, reference);
  if (destinations) assertDestinations(state, reference.name, destinations);
  const maximumRetryAttempts = retries ?? previous?.maximumRetryAttempts;
  const maximumEventAgeInSeconds = age ?? previous?.maximumEventAgeInSeconds;
  const onSuccess = destinations ? destinations.OnSuccess?.Destination : previous?.onSuccess;
  const onFailure = destinations ? destinations.OnFailure?.Destination : previous?.onFailure;
  const config: EventInvokeConfig = {
    qualifier: reference.qualifier ?? latest,
    lastModifiedMs: context.clock.now(),
    ...(maximumRetryAttempts !== undefined && { maximumRetryAttempts }),
    ...(maximumEventAgeInSeconds !== undefined && { maximumEventAgeInSeconds }),
    ...(onSuccess && { onSuccess }),
    ...(onFailure && { onFailure }),
  };
  state.eventInvokeConfigs.set(keyOf(reference.name, config.qualifier), config);
  return shown(context, reference.name, config);
}

function assertThere(state: LambdaState, { name, qualifier = latest }: FunctionReference): void {
  const key = keyOf(name, qualifier);
  if (!state.functions.has(name) || !(state.versions.has(key) || state.aliases.has(key))) {
    throw notFound("The function doesn't exist.");
  }
}

function assertDestinations(state: LambdaState, self: string, config: NonNullable<Put['DestinationConfig']>): void {
  const success = config.OnSuccess?.Destination;
  const failure = config.OnFailure?.Destination;
  for (const arn of [failure, success]) {
    if (!arn) continue;
    const { service, resource = '' } = parseArn(arn) ?? {};
    if (service === undefined || !['lambda', 'sqs', 'sns', 'events', 's3'].includes(service)) {
      const print = (name: string, value: string | undefined) => (value ? `${name}(destination=${value})` : 'null');
      throw invalidParameter(
        `The provided destination config DestinationConfig(onSuccess=${print('OnSuccess', success)}, onFailure=${print('OnFailure', failure)}) is invalid.`,
      );
    }
    if (service !== 'lambda') continue;
    const name = resource.split(':')[1] ?? '';
    if (!state.functions.has(name)) throw invalidParameter(`The destination ARN ${arn} is invalid.`);
    if (name === self) throw invalidParameter("You can't specify the function as a destination for itself.");
  }
}

const shown = (context: Context, name: string, config: EventInvokeConfig): FunctionEventInvokeConfig => ({
  LastModified: new Date(config.lastModifiedMs),
  FunctionArn: functionArn(context, name, config.qualifier),
  ...(config.maximumRetryAttempts !== undefined && { MaximumRetryAttempts: config.maximumRetryAttempts }),
  ...(config.maximumEventAgeInSeconds !== undefined && { MaximumEventAgeInSeconds: config.maximumEventAgeInSeconds }),
  DestinationConfig: {
    OnSuccess: config.onSuccess ? { Destination: config.onSuccess } : {},
    OnFailure: config.onFailure ? { Destination: config.onFailure } : {},
  },
});
