import { matchesGlob } from '../kernel/glob.ts';
import type { Statement } from './statement.ts';

/**
 * Whether a statement is about an action (`s3:GetObject`). Names are not case-sensitive, prefixes included. A statement
 * without actions is about none.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html
 */
export function matchesAction({ actions, notActions }: Statement, action: string): boolean {
  const isOneOf = (patterns: readonly string[]) =>
    patterns.some((text) => matchesGlob(text, action, { ignoresCase: true }));
  if (actions) return isOneOf(actions);
  return notActions !== undefined && !isOneOf(notActions);
}
