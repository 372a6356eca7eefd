import { formatArn } from '../../kernel/arns.ts';
import type { Random } from '../../kernel/random.ts';
import type { Scope } from '../../kernel/scope.ts';
import type { Context } from '../../service-kit/contract.ts';
import { accessDenied, functionNotFound, invalidParameter, notFound, validation } from './errors.ts';
import { type Alias, type FunctionRecord, type FunctionVersion, keyOf, type LambdaState } from './state.ts';

/** What a function is called by: name, partial ARN or ARN, each with or without a qualifier. */
const namePattern =
  /^(?:arn:aws[a-zA-Z-]*:lambda:)?(?:(?<region>(?:eusc-)?[a-z]{2}(?:-gov|-iso[a-z]?)?-[a-z]+-\d):)?(?:(?<account>\d{12}):)?(?:function:)?(?<name>[a-zA-Z0-9-_]+)(?::(?<qualifier>\$LATEST|[a-zA-Z0-9-_]+))?$/;

const nameRule =
  'Member must satisfy regular expression pattern: (arn:(aws[a-zA-Z-]*)?:lambda:)?((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?([a-zA-Z0-9-_]+)(:(\\$LATEST|[a-zA-Z0-9-_]+))?';

export const latest = '$LATEST';

export interface FunctionReference {
  readonly name: string;
  /** Version number, alias or `$LATEST`; undefined when the caller named none. */
  readonly qualifier: string | undefined;
}

type Asked = Pick<Context, 'account' | 'region' | 'caller'>;

/**
 * Reads `FunctionName` and `Qualifier` as AWS does: both may name a qualifier, and then the same one. Functions of other
 * regions are not found, those of other accounts denied.
 */
export function readFunctionName(asked: Asked, operation: string, text: string, qualifier?: string): FunctionReference {
  const { region, account, name, qualifier: own } = namePattern.exec(text)?.groups ?? {};
  if (name === undefined) throw validation('functionName', text, nameRule);
  if (region !== undefined && region !== asked.region) {
    throw notFound(`Functions from '${region}' are not reachable in this region ('${asked.region}')`);
  }
  if (account !== undefined && account !== asked.account) {
    throw accessDenied(asked.caller.arn || asked.caller.principal, operation, functionArn({ ...asked, account }, name));
  }
  if (own !== undefined && qualifier !== undefined && own !== qualifier) {
    throw invalidParameter('The derived qualifier from the function name does not match the specified qualifier.');
  }
  return { name, qualifier: qualifier ?? own };
}

/** `arn:aws:lambda:…:function:name`, with `:qualifier` when there is one. */
export function functionArn(where: Scope, name: string, qualifier?: string): string {
  const resource = qualifier === undefined ? `function:${name}` : `function:${name}:${qualifier}`;
  return formatArn({ service: 'lambda', region: where.region, account: where.account, resource });
}

export function layerArn(where: Scope, name: string, version?: number) {
  const resource = version === undefined ? `layer:${name}` : `layer:${name}:${version}`;
  return formatArn({ service: 'lambda', region: where.region, account: where.account, resource });
}

/** `2026-11-21T02:07:09.123+0000`, as Lambda prints times. */
export const lambdaTime = (ms: number): string => new Date(ms).toISOString().replace('Z', '+0000');

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

/** An alias may send a part of its invokes to a second version. */
export function chooseVersion(state: LambdaState, { version, alias }: FoundVersion, random: Random): FunctionVersion {
  const [second] = Object.entries(alias?.weights ?? {});
  if (!alias || !second) return version;
  const [number, weight] = second;
  return random.float() < weight ? (state.versions.get(keyOf(alias.functionName, number)) ?? version) : version;
}
