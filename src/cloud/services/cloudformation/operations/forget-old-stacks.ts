import { durationMs } from '../../../kernel/clock.ts';
import { type CloudFormationState, partsOf, type Stack } from '../state.ts';

/** AWS tells of deleted stacks for this long: https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListStacks.html */
const deletedStacksKeptMs = durationMs('90d');
/** Ours: a suite that makes a stack for each test has more of them than anybody will ask for. */
const deletedStacksMax = 200;
const deletedTemplatesMax = 16 * 1024 * 1024;

/** Forgets stacks that were deleted long ago, with their events, so that a cloud does not grow by its past. */
export function forgetOldStacks(state: CloudFormationState, nowMs: number): void {
  const deleted = [...state.stacks.values()].filter(isDeleted).sort((a, b) => b.deletedMs - a.deletedMs);
  let characters = 0;
  for (const [index, { id, deletedMs, definition }] of deleted.entries()) {
    characters += definition.templateBody.length;
    const isOld = deletedMs + deletedStacksKeptMs < nowMs;
    if (isOld || index >= deletedStacksMax || characters > deletedTemplatesMax) forget(state, id);
  }
}

const isDeleted = (stack: Stack): stack is Stack & { readonly deletedMs: number } =>
  stack.status === 'DELETE_COMPLETE' && stack.deletedMs !== undefined;

function forget(state: CloudFormationState, id: string): void {
  for (const key of [...state.events.keys(partsOf(id))]) state.events.delete(key);
  for (const key of [...state.resources.keys(partsOf(id))]) state.resources.delete(key);
  for (const key of [...state.drifts.keys(partsOf(id))]) state.drifts.delete(key);
  for (const [key, { stackId }] of [...state.driftDetections.entries()]) {
    if (stackId === id) state.driftDetections.delete(key);
  }
  state.stacks.delete(id);
}
