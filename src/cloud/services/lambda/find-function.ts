import type { Context } from '../../service-kit/contract.ts';
import { functionNotFound, notFound } from './errors.ts';
import { type FunctionReference, functionArn, latest, readFunctionName } from './function-name.ts';
import { type Alias, type FunctionRecord, type FunctionVersion, keyOf, type LambdaState } from './state.ts';

type Where = Pick<Context, 'account' | 'region' | 'caller'>;

/** The function, whatever qualifier was named; throws ResourceNotFoundException. */
export function findFunction(state: LambdaState, where: Where, reference: FunctionReference): FunctionRecord {
  const record = state.functions.get(reference.name);
  if (!record) throw functionNotFound(functionArn(where, reference.name, reference.qualifier));
  return record;
}

export interface FoundVersion {
  readonly record: FunctionRecord;
  readonly version: FunctionVersion;
  /** The alias that led there. */
  readonly alias: Alias | undefined;
}

/** The version behind a qualifier: none and `$LATEST`, a number, or an alias. */
export function findVersion(state: LambdaState, where: Where, reference: FunctionReference): FoundVersion {
  const record = findFunction(state, where, reference);
  const { name, qualifier = latest } = reference;
  const alias = state.aliases.get(keyOf(name, qualifier));
  const version = state.versions.get(keyOf(name, alias?.functionVersion ?? qualifier));
  if (!version) throw functionNotFound(functionArn(where, name, qualifier));
  return { record, version, alias };
}

/** `$LATEST` of a function that a call names; for calls that change it. */
export function findLatest(
  state: LambdaState,
  context: Where,
  operation: string,
  functionName: string | undefined,
): FoundVersion {
  const { name } = readFunctionName(context, operation, functionName ?? '');
  return findVersion(state, context, { name, qualifier: undefined });
}

/** Asserts that a qualifier, if there is one, names a version or an alias of the function. */
export function assertQualifier(state: LambdaState, where: Where, { name, qualifier }: FunctionReference): void {
  if (qualifier === undefined || qualifier === latest) return;
  if (state.aliases.has(keyOf(name, qualifier)) || state.versions.has(keyOf(name, qualifier))) return;
  throw /^\d+$/.test(qualifier)
    ? functionNotFound(functionArn(where, name, qualifier))
    : notFound(`Cannot find alias arn: ${functionArn(where, name, qualifier)}`);
}
