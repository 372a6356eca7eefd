import { durationMs } from '../../../kernel/clock.ts';
import { type CloudFormationState, partsOf } from '../state.ts';

/** AWS tells of deleted stacks for this long: https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListStacks.html */
const deletedStacksKeptMs = durationMs('90d');

/** Forgets stacks that were deleted long ago, with their events, so that a cloud does not grow by its past. */
export function forgetOldStacks(state: CloudFormationState, nowMs: number): void {
  const old = [...state.stacks.values()].filter(
    ({ deletedMs }) => deletedMs !== undefined && deletedMs + deletedStacksKeptMs < nowMs,
  );
  for (const { id } of old) {
    for (const key of [...state.events.keys(partsOf(id))]) state.events.delete(key);
    for (const key of [...state.resources.keys(partsOf(id))]) state.resources.delete(key);
    state.stacks.delete(id);
  }
}
