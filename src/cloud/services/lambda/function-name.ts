import { formatArn } from '../../kernel/arns.ts';
import type { Scope } from '../../kernel/scope.ts';
import type { Context } from '../../service-kit/contract.ts';
import { accessDenied, invalidParameter, notFound, validation } from './errors.ts';

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
