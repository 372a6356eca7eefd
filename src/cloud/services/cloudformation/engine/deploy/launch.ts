import { invariant } from '../../../../kernel/errors.ts';
import type { Caller } from '../../../../kernel/identity.ts';
import type { Context } from '../../../../kernel/service.ts';
import type { CloudFormationMachinery } from '../../machinery.ts';
import type { CloudFormationState } from '../../state.ts';
import { type Run, stackOf } from './run.ts';

/** How long a reply is held while its stack is worked on: below the 60 s at which botocore gives up and asks again. */
const replyHoldMsMax = 45_000;

interface Launch {
  readonly context: Context<CloudFormationMachinery>;
  readonly state: CloudFormationState;
  readonly stackId: string;
  readonly clientRequestToken?: string | undefined;
  readonly timeoutMinutes?: number | undefined;
}

/**
 * Works on a stack and resolves when that is done, so that clients need not poll. What takes longer than a client
 * would wait goes on behind the reply.
 */
export async function launch(launch: Launch, work: (run: Run) => Promise<void>): Promise<void> {
  const done = perform(launch, work);
  const hold = new AbortController();
  const waited = launch.context.clock.sleep(replyHoldMsMax, hold.signal).catch(() => {});
  await Promise.race([done, waited]);
  hold.abort();
}

/** The same, however long it takes. */
export async function perform(launch: Launch, work: (run: Run) => Promise<void>): Promise<void> {
  const { context, state, stackId, clientRequestToken, timeoutMinutes } = launch;
  const operation = context.machinery.begin(stackId);
  const run: Run = {
    context,
    state,
    stackId,
    caller: callerFor(launch),
    operation,
    operationId: context.random.uuid(),
    cancelled: operation.cancelled,
    clientRequestToken,
  };
  const timer =
    timeoutMinutes === undefined ? undefined : context.clock.setTimer(timeoutMinutes * 60_000, operation.cancel);
  try {
    await work(run);
  } catch (error) {
    // In a world that was replaced nothing of it is found any more; whatever that led to is nobody's concern.
    if (!operation.orphaned.aborted) throw error;
  } finally {
    timer?.cancel();
    operation.finish();
    // Behind a reply nobody else writes the last changes down.
    if (!operation.orphaned.aborted) context.kernel.world.commit();
  }
}

/** With a role CloudFormation acts as a session of that role. */
function callerFor({ context, state, stackId }: Launch): Caller {
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
