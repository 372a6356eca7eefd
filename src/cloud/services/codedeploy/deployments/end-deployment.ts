import type { ErrorCode } from '@aws-sdk/client-codedeploy';
import { AwsError } from '../../../kernel/errors.ts';
import type { Context } from '../../../service-kit/contract.ts';
import { type CodeDeployState, type Deployment, type LifecycleRecord, nextOrder, within } from '../state.ts';
import { setTraffic } from './calls.ts';
import { newDeploymentId } from './deployment-id.ts';
import { tellRollback, tellStatus } from './tell-status.ts';

/** How a deployment ends that does not succeed. */
export interface Ending {
  readonly status: 'Failed' | 'Stopped';
  readonly error?: { readonly code: ErrorCode; readonly message: string };
  readonly isRolledBack: boolean;
}

/** Writes a deployment down and tells what it has come to. */
export function keep(state: CodeDeployState, deployment: Deployment, context: Context): Deployment {
  const former = state.deployments.get(deployment.id);
  const kept = { ...deployment, changedMs: context.clock.now() };
  state.deployments.set(kept.id, kept);
  if (former?.status === kept.status) return kept;
  tellStatus(kept, context);
  // Whoever waits for its end looks now.
  if (kept.completedMs !== undefined) announceEnd(kept, context);
  return kept;
}

/** All traffic goes to the target version, and every hook has agreed. */
export function succeed(state: CodeDeployState, deployment: Deployment, context: Context): void {
  const { nextKey: _, hook: __, ...rest } = deployment;
  const done = keep(state, { ...rest, status: 'Succeeded', completedMs: context.clock.now() }, context);
  const key = within(done.applicationName, done.groupName);
  const group = state.groups.get(key);
  if (group) state.groups.set(key, { ...group, lastSuccessful: { deploymentId: done.id, revision: done.revision } });
}

/**
 * Ends a deployment that failed or was stopped. Where it is rolled back, a deployment of its own does that: all traffic
 * goes back at once.
 * https://docs.aws.amazon.com/codedeploy/latest/userguide/deployments-rollback-and-redeploy.html
 */
export async function end(
  state: CodeDeployState,
  deployment: Deployment,
  ending: Ending,
  context: Context,
): Promise<void> {
  const { nextKey, hook: _, ...rest } = deployment;
  if (nextKey !== undefined) context.kernel.scheduler.cancel(nextKey);
  const nowMs = context.clock.now();
  const ended: Deployment = {
    ...rest,
    status: ending.status,
    completedMs: nowMs,
    events: rest.events.map((event) => endedEvent(event, ending, nowMs)),
    ...(ending.error && { error: ending.error }),
  };
  const { target } = ended;
  // Traffic that never moved needs no way back.
  if (!ending.isRolledBack || !target || ended.weight === 0) {
    keep(state, ended, context);
    return;
  }
  const back = rollbackOf(state, ended, context);
  // Ahead of the call: nobody else ends it once more meanwhile.
  state.deployments.set(ended.id, ended);
  const error = await refusalOf(
    setTraffic(ended, { from: target.targetVersion, to: target.currentVersion, percent: 100 }, context),
  );
  const message = `Deployment ${ended.id} has been rolled back automatically by ${back.id}.`;
  tellStatus(ended, context);
  keep(state, { ...ended, rollback: { deploymentId: back.id, message } }, context);
  tellRollback(ended, context);
  const going = keep(state, { ...back, status: 'InProgress' }, context);
  if (error) keep(state, { ...going, status: 'Failed', completedMs: nowMs, error }, context);
  else succeed(state, going, context);
  announceEnd(ended, context);
}

/** Why traffic could not go back; undefined where it did. */
async function refusalOf(call: Promise<void>): Promise<Deployment['error']> {
  try {
    await call;
    return undefined;
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return { code: 'INVALID_LAMBDA_FUNCTION', message: error.message };
  }
}

const announceEnd = ({ id }: Deployment, { kernel }: Context): void => void kernel.signals.announce(`deployment:${id}`);

function endedEvent(event: LifecycleRecord, { status, error }: Ending, endedMs: number): LifecycleRecord {
  if (event.status === 'Pending') return { ...event, status: 'Skipped' };
  if (event.status !== 'InProgress') return event;
  return { ...event, status: status === 'Failed' ? 'Failed' : 'Skipped', endedMs, message: error?.message };
}

/** The deployment that leads back: the one before is deployed again, without its hooks. */
function rollbackOf(state: CodeDeployState, ended: Deployment, context: Context): Deployment {
  const nowMs = context.clock.now();
  const { error: _, rollback: __, description: ___, target, ...rest } = ended;
  return {
    ...rest,
    id: newDeploymentId(context.random),
    order: nextOrder(state),
    creator: 'codeDeployRollback',
    status: 'Created',
    revision: ended.previousRevision ?? ended.revision,
    target: target && { ...target, currentVersion: target.targetVersion, targetVersion: target.currentVersion },
    hooks: {},
    events: ended.events.map(({ name }) => ({ name, status: 'Succeeded', startedMs: nowMs, endedMs: nowMs })),
    weight: 100,
    steps: 1,
    createdMs: nowMs,
    startedMs: nowMs,
    rollback: { triggeredBy: ended.id, message: `Deployment ${ended.id} is rolled back.` },
  };
}
