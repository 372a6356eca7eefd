import type { CloudFormationState, Stack } from '../state.ts';
import { findStack } from './find-stack.ts';

type Update = Pick<Stack, 'definition' | 'disableRollback' | 'retainExceptOnCreate'> & Partial<Stack>;

/** Puts a new definition in force, and keeps the one to which a rollback would lead. */
export function beginUpdate(
  state: CloudFormationState,
  stackId: string,
  nowMs: number,
  update: Update,
  status: Stack['status'] = 'UPDATE_IN_PROGRESS',
): void {
  const { policyDuringUpdate: _, ...stack } = findStack(state, stackId);
  state.stacks.set(stackId, {
    ...stack,
    ...update,
    // An update of a failed update rolls back to before both.
    stableDefinition: stack.stableDefinition ?? stack.definition,
    status,
    updatedMs: nowMs,
  });
}
