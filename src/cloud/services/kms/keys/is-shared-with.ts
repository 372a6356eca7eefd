import type { Caller } from '../../../kernel/identity.ts';
import { parsePolicy } from '../../../policy/parse-policy.ts';
import type { Key } from '../state.ts';

/**
 * Whether a key's policy lets anybody of the caller's account in: a statement that allows and names the account, the
 * caller or everybody. Actions and conditions are not judged, as no key policy is yet.
 */
export function isSharedWith({ account, arn }: Caller, { policy }: Key): boolean {
  const wanted = new Set(['*', account, `arn:aws:iam::${account}:root`, arn]);
  return parsePolicy(policy).statements.some(
    ({ effect, principals }) =>
      effect === 'Allow' && (principals === '*' || (principals?.AWS ?? []).some((each) => wanted.has(each))),
  );
}
