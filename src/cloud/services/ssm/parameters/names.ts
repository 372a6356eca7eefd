import { formatArn } from '../../../kernel/arns.ts';
import { AwsError } from '../../../kernel/errors.ts';
import type { Context } from '../../../service-kit/contract.ts';
import { arnNotTaken, hierarchyTooDeep, validation } from '../errors.ts';

const levelsMax = 15;
const nameCharactersMax = 1011; // AWS: 2048 with the ARN's beginning, 1011 of one's own

const pathRules =
  'If formed as a path, it can consist of sub-paths divided by slash symbol; each sub-path can be formed as a mix of letters, numbers and the following 3 symbols .-_';

/**
 * Throws what PutParameter says to a name that cannot be one.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-su-create.html
 */
export function assertNewName(name: string): void {
  const isPath = name.indexOf('/', 1) > 0;
  if (/^\/aws/i.test(name) && isPath) {
    throw new AwsError('AccessDeniedException', `No access to reserved parameter name: ${name}.`);
  }
  if (/^\/?(?:aws|ssm)/i.test(name)) {
    throw validation(
      isPath
        ? `Parameter name: can't be prefixed with "ssm" (case-insensitive). ${pathRules}`
        : 'Parameter name: can\'t be prefixed with "aws" or "ssm" (case-insensitive).',
    );
  }
  if (name.includes('/') && !name.startsWith('/')) throw validation('Parameter name must be a fully qualified name.');
  if (!/^\/?[a-zA-Z0-9_.-]+(?:\/[a-zA-Z0-9_.-]+)*$/.test(name)) {
    throw validation(`Parameter name: can't be prefixed with "ssm" (case-insensitive). ${pathRules}`);
  }
  if (name.length > nameCharactersMax) {
    throw validation(`Parameter name length must be less than ${nameCharactersMax} characters.`);
  }
  if (name.split('/').filter(Boolean).length > levelsMax) throw hierarchyTooDeep(levelsMax);
}

/**
 * Throws what the reading operations say to text that never was a name; the selector is cut off already. AWS's own
 * names may be asked for.
 */
export function assertReadableName(name: string): void {
  if (name.startsWith('arn:')) return;
  const isName = /^(?:\/[a-zA-Z0-9_.-]+)+$/.test(name) || /^[a-zA-Z0-9_.-]+$/.test(name);
  if (!isName || /^\/?ssm/i.test(name)) {
    throw validation(`Parameter name: can't be prefixed with "ssm" (case-insensitive). ${pathRules}`);
  }
}

/** Throws for an ARN, where AWS takes the parameter's name alone. */
export function assertNoArn(name: string): void {
  if (name.startsWith('arn:')) throw arnNotTaken();
}

/** The ARN of `/a/b` has one slash behind `parameter`, that of `a` too. */
export const parameterArn = (name: string, { region, account }: Pick<Context, 'region' | 'account'>): string =>
  formatArn({ service: 'ssm', region, account, resource: `parameter/${name.replace(/^\//, '')}` });

/** Throws ValidationException for what is no path, of GetParametersByPath and of the filter by path alike. */
export function assertPath(path: string): void {
  if (/^\/ssm/i.test(path) || !/^\/(?:[a-zA-Z0-9_.-]+(?:\/[a-zA-Z0-9_.-]+)*\/?)?$/.test(path)) {
    throw validation(
      'The parameter doesn\'t meet the parameter name requirements. The parameter name must begin with a forward slash "/". It can\'t be prefixed with "aws" or "ssm" (case-insensitive). It must use only letters, numbers, or the following symbols: . (period), - (hyphen), _ (underscore). Special characters are not allowed. All sub-paths, if specified, must use the forward slash symbol "/". Valid example: /get/parameters2-/by1./path0_.',
    );
  }
}
