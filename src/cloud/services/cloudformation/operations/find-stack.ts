import { changeSetNotFound, stackBusy, stackNameMissing, stackNotFound } from '../errors.ts';
import type { ChangeSet, CloudFormationState, Stack } from '../state.ts';

/** The stack by name (one that is not deleted) or by id (also a deleted one). */
export function lookUpStack(state: CloudFormationState, nameOrId: string): Stack | undefined {
  const id = nameOrId.startsWith('arn:') ? nameOrId : state.stackIds.get(nameOrId);
  return id === undefined ? undefined : state.stacks.get(id);
}

/** The same, or AWS's complaint: its words differ from operation to operation. */
export function findStack(
  state: CloudFormationState,
  nameOrId: string,
  complaint: (stack: string) => Error = stackNotFound,
): Stack {
  const stack = lookUpStack(state, nameOrId);
  if (!stack) throw complaint(nameOrId);
  return stack;
}

/** The change set by id, or by name within a stack. */
export function findChangeSet(state: CloudFormationState, changeSet: string, stackName: string | undefined): ChangeSet {
  const found = lookUpChangeSet(state, changeSet, stackName);
  if (!found) throw changeSetNotFound(changeSet);
  return found;
}

/** The same, but undefined when there is none. */
export function lookUpChangeSet(
  state: CloudFormationState,
  changeSet: string,
  stackName: string | undefined,
): ChangeSet | undefined {
  if (changeSet.startsWith('arn:')) return state.changeSets.get(changeSet);
  if (stackName === undefined) throw stackNameMissing();
  const stackId = lookUpStack(state, stackName)?.id;
  return stackId === undefined ? undefined : pendingChangeSetsOf(state, stackId).find(({ name }) => name === changeSet);
}

/** All change sets of a stack, executed ones too. */
export const changeSetsOf = (state: CloudFormationState, stackId: string): ChangeSet[] =>
  [...state.changeSets.values()].filter((candidate) => candidate.stackId === stackId);

/** Those that have their name: once one is executed, it and all others are found by their ids alone. */
export const pendingChangeSetsOf = (state: CloudFormationState, stackId: string): ChangeSet[] =>
  changeSetsOf(state, stackId).filter(({ executionStatus }) => !settled.has(executionStatus));

const settled: ReadonlySet<string> = new Set(['EXECUTE_COMPLETE', 'EXECUTE_FAILED', 'OBSOLETE']);

/** The states from which an update may start: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html */
const updatable: ReadonlySet<string> = new Set([
  'CREATE_COMPLETE',
  'UPDATE_COMPLETE',
  'UPDATE_ROLLBACK_COMPLETE',
  'IMPORT_COMPLETE',
  'IMPORT_ROLLBACK_COMPLETE',
]);

/** `isKeepingFailures`: with rollback disabled, a failed stack may be updated on. */
export function assertUpdatable(stack: Stack, isKeepingFailures: boolean): void {
  if (updatable.has(stack.status)) return;
  if (stack.status === 'UPDATE_FAILED' || (isKeepingFailures && stack.status === 'CREATE_FAILED')) return;
  throw stackBusy(stack.id, stack.status);
}
