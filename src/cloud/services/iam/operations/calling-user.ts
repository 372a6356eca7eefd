import type { Caller } from '../../../kernel/identity.ts';
import { validationError } from '../errors.ts';

/** Name of the user who calls, for operations whose `UserName` may be left out. */
export function callingUserName(caller: Caller): string {
  if (caller.kind !== 'user') throw validationError('Must specify userName when calling with non-User credentials');
  return caller.arn.slice(caller.arn.lastIndexOf('/') + 1);
}
