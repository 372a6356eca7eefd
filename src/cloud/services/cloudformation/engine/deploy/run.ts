import { invariant } from '../../../../kernel/errors.ts';
import type { Caller } from '../../../../kernel/identity.ts';
import type { Context, ResourceType } from '../../../../service-kit/contract.ts';
import type { CloudFormationRuntime, Underway } from '../../runtime.ts';
import { type CloudFormationState, partKey, type ResourceRecord, type Stack } from '../../state.ts';

/** One operation on one stack on its way: what every step of it may use. */
export interface Run {
  readonly context: Context<CloudFormationRuntime>;
  readonly state: CloudFormationState;
  readonly stackId: string;
  /** Who calls the services: the stack's role, else whoever asked for the operation. */
  readonly caller: Caller;
  readonly operation: Underway;
  /** Told in every event: clients find by it which failures belong to the last deployment. */
  readonly operationId: string;
  /** Waiting ends when it is aborted. A rollback has none: it must not be cut short by what set it off. */
  readonly cancelled: AbortSignal | undefined;
  readonly clientRequestToken?: string | undefined;
  /**
   * Who makes resources of that type; throws, naming the type, when nobody emulates it. Handed in, because nested stacks
   * are such owners and run whole deployments themselves.
   */
  readonly ownerOf: OwnerOf;
}

/** Finds who makes resources of a type, for the run that asks; throws UnsupportedError when nobody does. */
export type OwnerOf = (run: Run, type: string) => ResourceType;

/** Thrown where an operation's world is gone. Nothing may be written any more, so nobody is told. */
export class Orphaned extends Error {}

/** The stack as it is now; each write replaces it, so nobody keeps one across an `await`. */
export function stackOf(run: Pick<Run, 'state' | 'stackId'>): Stack {
  const stack = run.state.stacks.get(run.stackId);
  invariant(stack, `stack ${run.stackId} is there while it is worked on`);
  return stack;
}

/** The run that undoes what this one did: an operation of its own, as on AWS. */
export const undoing = (run: Run): Run => ({
  ...run,
  cancelled: undefined,
  operationId: run.context.random.uuid(),
});

/** What the stack knows of a resource; undefined when nothing yet. */
export const recordOf = (run: Run, logicalId: string): ResourceRecord | undefined =>
  run.state.resources.get(partKey(run.stackId, logicalId));

/** Whether the world was replaced, or the call that began the operation was undone because it could not be written down. */
export const isOrphaned = (run: Run): boolean => run.operation.orphaned.aborted || !run.state.stacks.has(run.stackId);

/** To be asked before every write: a world that replaced ours must not see what we are doing. */
export function assertNotOrphaned(run: Run): void {
  if (isOrphaned(run)) throw new Orphaned('The world was replaced under this operation.');
}

/** Changes the stack without an event. */
export function patchStack(run: Run, patch: Partial<Stack>): void {
  assertNotOrphaned(run);
  run.state.stacks.set(run.stackId, { ...stackOf(run), ...patch });
}
