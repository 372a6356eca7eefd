import { invariant, SquallError } from '../../../../kernel/errors.ts';
import type { Caller } from '../../../../kernel/identity.ts';
import type { Context } from '../../../../service-kit/contract.ts';
import type { CloudFormationRuntime } from '../../runtime.ts';
import type { CloudFormationState } from '../../state.ts';
import { isOrphaned, Orphaned, type OwnerOf, type Run, stackOf } from './run.ts';

/** An operation on a stack, about to begin. */
export interface Operated {
  readonly context: Context<CloudFormationRuntime>;
  readonly state: CloudFormationState;
  readonly stackId: string;
  readonly clientRequestToken?: string | undefined;
  /** Counted from now on; when they are over, the operation is cancelled as if by hand. */
  readonly timeoutMinutes?: number | undefined;
  readonly ownerOf: OwnerOf;
}

/** Makes a run of the operation and works on it to its end, however long that takes. */
export async function perform(operated: Operated, work: (run: Run) => Promise<void>): Promise<void> {
  const { context, state, stackId, clientRequestToken, timeoutMinutes, ownerOf } = operated;
  const operation = context.runtime.begin(stackId);
  const run: Run = {
    context,
    state,
    stackId,
    caller: callerFor(operated),
    operation,
    operationId: context.random.uuid(),
    cancelled: operation.cancelled,
    clientRequestToken,
    ownerOf,
  };
  const timer =
    timeoutMinutes === undefined ? undefined : context.clock.setTimer(timeoutMinutes * 60_000, operation.cancel);
  const { world } = context.kernel;
  try {
    // Its own work, not that of the call which began it: when that one's last changes find no room on the disk, how far
    // the stack has come must not be undone with them. Resources are there, and the operation is over.
    await world.doing({}, () => work(run));
  } catch (error) {
    // In a world that was replaced nothing of it is found any more; whatever that led to is nobody's concern.
    if (!isOrphaned(run) && !(error instanceof Orphaned)) throw error;
  } finally {
    timer?.cancel();
    operation.finish();
    if (!isOrphaned(run)) writeDown(context);
  }
}

/** Behind a reply nobody else writes the last changes down. What the disk does not take now goes with the next commit. */
function writeDown({ kernel }: Context): void {
  try {
    kernel.world.commit();
  } catch (error) {
    if (!(error instanceof SquallError)) throw error;
    kernel.log.warn(`CloudFormation: ${error.message}`);
  }
}

/** With a role CloudFormation acts as a session of that role. */
function callerFor({ context, state, stackId }: Operated): Caller {
  const roleArn = stackOf({ state, stackId }).definition.roleArn;
  if (roleArn === undefined) return context.caller;
  const role = roleArn.slice(roleArn.lastIndexOf('/') + 1);
  invariant(role !== '', 'a role ARN names a role');
  return {
    kind: 'assumed-role',
    account: context.account,
    arn: `arn:aws:sts::${context.account}:assumed-role/${role}/AWSCloudFormation`,
    userId: `${role}:AWSCloudFormation`,
    principal: 'cloudformation.amazonaws.com',
  };
}
