import type {
  DeleteProvisionedConcurrencyConfigCommandInput,
  GetProvisionedConcurrencyConfigCommandInput,
  GetProvisionedConcurrencyConfigResponse,
  ListProvisionedConcurrencyConfigsCommandInput,
  ListProvisionedConcurrencyConfigsResponse,
  PutProvisionedConcurrencyConfigCommandInput,
  PutProvisionedConcurrencyConfigResponse,
} from '@aws-sdk/client-lambda';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import { conflict, functionNotFound, invalidParameter, notFound, provisionedNotFound } from '../errors.ts';
import { type FunctionReference, findFunction, functionArn, latest, readFunctionName } from '../function-reference.ts';
import { accountConcurrency, reservedTotal, unreservedMin } from '../invocation/concurrency.ts';
import { paginate } from '../pages.ts';
import { keyOf, type LambdaState, type ProvisionedConcurrency, valuesOf } from '../state.ts';

/** Kept and answered as ready. https://docs.aws.amazon.com/lambda/latest/api/API_PutProvisionedConcurrencyConfig.html */
export const putProvisionedConcurrencyConfig: Operation<
  PutProvisionedConcurrencyConfigCommandInput,
  PutProvisionedConcurrencyConfigResponse,
  LambdaState
> = (state, input, context) => {
  const reference = read(state, input, context, 'PutProvisionedConcurrencyConfig');
  const requested = input.ProvisionedConcurrentExecutions ?? 1;
  assertFree(state, reference);
  assertConcurrency(state, reference.name, requested);
  const config = { qualifier: reference.qualifier, requested, lastModifiedMs: context.clock.now() };
  state.provisionedConcurrency.set(keyOf(reference.name, reference.qualifier), config);
  const { AvailableProvisionedConcurrentExecutions: _none, ...shownNow } = shown(config);
  return { ...shownNow, AllocatedProvisionedConcurrentExecutions: 0, Status: 'IN_PROGRESS' };
};

/** https://docs.aws.amazon.com/lambda/latest/api/API_GetProvisionedConcurrencyConfig.html */
export const getProvisionedConcurrencyConfig: Operation<
  GetProvisionedConcurrencyConfigCommandInput,
  GetProvisionedConcurrencyConfigResponse,
  LambdaState
> = (state, input, context) => {
  const { name, qualifier } = read(state, input, context, 'GetProvisionedConcurrencyConfig');
  const config = state.provisionedConcurrency.get(keyOf(name, qualifier));
  if (!config) throw provisionedNotFound();
  return shown(config);
};

/** https://docs.aws.amazon.com/lambda/latest/api/API_DeleteProvisionedConcurrencyConfig.html */
export const deleteProvisionedConcurrencyConfig: Operation<
  DeleteProvisionedConcurrencyConfigCommandInput,
  object,
  LambdaState
> = (state, input, context) => {
  const { name, qualifier } = read(state, input, context, 'DeleteProvisionedConcurrencyConfig');
  state.provisionedConcurrency.delete(keyOf(name, qualifier));
  return {};
};

/** https://docs.aws.amazon.com/lambda/latest/api/API_ListProvisionedConcurrencyConfigs.html */
export const listProvisionedConcurrencyConfigs: Operation<
  ListProvisionedConcurrencyConfigsCommandInput,
  ListProvisionedConcurrencyConfigsResponse,
  LambdaState
> = (state, input, context) => {
  const { name } = readFunctionName(context, 'ListProvisionedConcurrencyConfigs', input.FunctionName ?? '');
  findFunction(state, context, { name, qualifier: undefined });
  const page = paginate(valuesOf(state.provisionedConcurrency, name), ({ qualifier }) => keyOf(name, qualifier), input);
  return {
    ProvisionedConcurrencyConfigs: page.items.map((config) => ({
      FunctionArn: functionArn(context, name, config.qualifier),
      ...shown(config),
    })),
    ...(page.next !== undefined && { NextMarker: page.next }),
  };
};

type Named = { readonly FunctionName?: string | undefined; readonly Qualifier?: string | undefined };
type Qualified = FunctionReference & { readonly qualifier: string };

/** A published version or an alias that is there. */
function read(state: LambdaState, input: Named, context: Context, operation: string): Qualified {
  const { name, qualifier = latest } = readFunctionName(context, operation, input.FunctionName ?? '', input.Qualifier);
  if (qualifier === latest) {
    throw invalidParameter('Provisioned Concurrency Configs cannot be applied to unpublished function versions.');
  }
  const key = keyOf(name, qualifier);
  if (state.aliases.has(key) || (/^\d+$/.test(qualifier) && state.versions.has(key))) return { name, qualifier };
  const arn = functionArn(context, name, qualifier);
  throw /^\d+$/.test(qualifier) ? functionNotFound(arn) : notFound(`Cannot find alias arn: ${arn}`);
}

/** A version is provisioned by its number or by an alias, not by both. */
function assertFree(state: LambdaState, { name, qualifier }: Qualified): void {
  const target = state.aliases.get(keyOf(name, qualifier))?.functionVersion;
  if (target !== undefined && state.provisionedConcurrency.has(keyOf(name, target))) {
    throw conflict("Alias can't be used for Provisioned Concurrency configuration on an already Provisioned version");
  }
  const isPointedAt = valuesOf(state.aliases, name).some(
    (alias) => alias.functionVersion === qualifier && state.provisionedConcurrency.has(keyOf(name, alias.name)),
  );
  if (isPointedAt) throw conflict('Version is pointed by a Provisioned Concurrency alias');
}

function assertConcurrency(state: LambdaState, name: string, requested: number): void {
  const reserved = state.functions.get(name)?.reservedConcurrency;
  if (reserved !== undefined && requested > reserved) {
    throw invalidParameter(
      'Requested Provisioned Concurrency should not be greater than the reservedConcurrentExecution for function',
    );
  }
  if (reserved === undefined && accountConcurrency - reservedTotal(state) - requested < unreservedMin) {
    throw invalidParameter(
      `Specified ConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [${unreservedMin}].`,
    );
  }
}

const shown = ({ requested, lastModifiedMs }: ProvisionedConcurrency) =>
  ({
    RequestedProvisionedConcurrentExecutions: requested,
    AvailableProvisionedConcurrentExecutions: requested,
    AllocatedProvisionedConcurrentExecutions: requested,
    Status: 'READY',
    LastModified: `${new Date(lastModifiedMs).toISOString().slice(0, 19)}+0000`,
  }) as const;
