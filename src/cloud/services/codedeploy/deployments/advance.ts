import { isPassing } from '../../../kernel/backoff.ts';
import { AwsError } from '../../../kernel/errors.ts';
import { serviceCaller } from '../../../kernel/identity.ts';
import type { Context } from '../../../service-kit/contract.ts';
import { trafficSteps } from '../configs/traffic-steps.ts';
import { type CodeDeployState, type Deployment, isUnderWay, type LifecycleRecord, within } from '../state.ts';
import { activeAlarms, aliasVersion, invokeHook, setTraffic, watchedAlarms } from './calls.ts';
import { end, keep, succeed } from './end-deployment.ts';
import { InvalidAppSpec, readAppSpec, versionMismatch } from './read-app-spec.ts';

/** How often alarms are looked at while traffic shifts and hooks run. */
const alarmsEveryMs = 10_000;
/** https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-hooks.html */
const hookMsMax = 3_600_000;
/** After a fault of another service. */
const againMs = 1000;

/** Whether a deployment that this text says something of is rolled back by its settings. */
export const rollsBackOn = (
  { autoRollback }: Deployment,
  event: 'DEPLOYMENT_FAILURE' | 'DEPLOYMENT_STOP_ON_ALARM' | 'DEPLOYMENT_STOP_ON_REQUEST',
): boolean => (autoRollback?.enabled ?? false) && (autoRollback?.events ?? []).includes(event);

/**
 * Takes a deployment as far as it gets without waiting, and defers what comes next. Whoever else ends it meanwhile has
 * the last word: after every call it is looked at anew.
 */
export async function advance(state: CodeDeployState, id: string, context: Context): Promise<void> {
  const current = () => {
    const deployment = state.deployments.get(id);
    return deployment && isUnderWay(deployment) ? deployment : undefined;
  };
  for (;;) {
    const deployment = current();
    if (!deployment) return;
    try {
      const active = await activeAlarms(deployment, context);
      const watched = current();
      if (!watched) return;
      if (active.length > 0) return await stopOnAlarm(state, watched, active, context);
      const waitsUntilMs = await step(state, watched, context);
      const now = current();
      if (!now) return;
      // Who has changed it meanwhile may have ended the wait: a hook's function has answered.
      if (waitsUntilMs !== undefined && now === watched) return defer(state, now, waitsUntilMs, context);
    } catch (error) {
      const failed = current();
      if (!failed) return;
      if (isPassing(error)) return defer(state, failed, context.clock.now() + againMs, context);
      return await fail(state, failed, error, context);
    }
  }
}

/** One step on. Answers until when there is nothing to do; undefined where the next one may follow. */
async function step(state: CodeDeployState, deployment: Deployment, context: Context): Promise<number | undefined> {
  const nowMs = context.clock.now();
  if (deployment.status === 'Created') return start(state, deployment, context);
  const { hook } = deployment;
  if (hook && !hook.isInvoking) {
    if (nowMs < hook.dueMs) return hook.dueMs;
    throw new HookFailed(`The function for the lifecycle event ${hook.event} did not answer within an hour.`);
  }
  const event = deployment.events.find(({ status }) => status === 'Pending' || status === 'InProgress');
  if (!event) {
    succeed(state, deployment, context);
    return undefined;
  }
  return event.name === 'AllowTraffic'
    ? shift(state, deployment, event, context)
    : ask(state, deployment, event, context);
}

/** Reads the AppSpec file, and looks whether the alias is what it says. */
async function start(state: CodeDeployState, deployment: Deployment, context: Context): Promise<undefined> {
  const content = state.revisions.get(within(deployment.applicationName, deployment.revision))?.content ?? '';
  const { target, hooks } = readAppSpec(content);
  const version = await aliasVersion(deployment, target, context);
  if (version !== target.currentVersion) throw versionMismatch();
  const now = state.deployments.get(deployment.id);
  if (now?.status !== 'Created') return undefined;
  keep(state, { ...now, target, hooks, status: 'InProgress', startedMs: context.clock.now() }, context);
  return undefined;
}

/** A lifecycle event that may have a function to be asked. */
async function ask(
  state: CodeDeployState,
  deployment: Deployment,
  event: LifecycleRecord,
  context: Context,
): Promise<undefined> {
  const functionName = deployment.hooks[event.name as 'BeforeAllowTraffic'];
  const nowMs = context.clock.now();
  const started: LifecycleRecord = { ...event, status: 'InProgress', startedMs: event.startedMs ?? nowMs };
  if (functionName === undefined) {
    keep(state, withEvent(deployment, { ...started, status: 'Succeeded', endedMs: nowMs }), context);
    return undefined;
  }
  const executionId = deployment.hook?.executionId ?? context.random.uuid();
  const dueMs = deployment.hook?.dueMs ?? nowMs + hookMsMax;
  const hook = { executionId, event: event.name, dueMs, isInvoking: true };
  const asking = keep(state, { ...withEvent(deployment, started), hook }, context);
  try {
    await invokeHook(asking, functionName, executionId, context);
  } catch (error) {
    if (!(error instanceof AwsError) || isPassing(error)) throw error;
    if (/AccessDenied/.test(error.code)) throw error;
    throw new HookFailed(`The function for the lifecycle event ${event.name} cannot be invoked: ${error.message}`);
  }
  const now = state.deployments.get(deployment.id);
  if (now?.hook) state.deployments.set(now.id, { ...now, hook: { ...now.hook, isInvoking: false } });
  return undefined;
}

/** Traffic that is due moves. */
async function shift(
  state: CodeDeployState,
  deployment: Deployment,
  event: LifecycleRecord,
  context: Context,
): Promise<number | undefined> {
  const nowMs = context.clock.now();
  const sinceMs = deployment.shiftingSinceMs ?? nowMs;
  const next = trafficSteps(deployment.routing)[deployment.steps];
  const { target } = deployment;
  if (!next || !target) {
    keep(state, withEvent(deployment, { ...event, status: 'Succeeded', endedMs: nowMs }), context);
    return undefined;
  }
  if (sinceMs + next.atMs > nowMs) return sinceMs + next.atMs;
  const { currentVersion: from, targetVersion: to } = target;
  // Written down ahead: whoever stops it meanwhile must know that traffic has moved.
  const moved = withEvent(deployment, { ...event, status: 'InProgress', startedMs: event.startedMs ?? nowMs });
  keep(state, { ...moved, shiftingSinceMs: sinceMs, weight: next.percent }, context);
  await setTraffic(deployment, { from, to, percent: next.percent }, context);
  const now = state.deployments.get(deployment.id);
  if (now && isUnderWay(now)) keep(state, { ...now, steps: deployment.steps + 1 }, context);
  return undefined;
}

const withEvent = (deployment: Deployment, event: LifecycleRecord): Deployment => ({
  ...deployment,
  events: deployment.events.map((each) => (each.name === event.name ? event : each)),
});

async function stopOnAlarm(
  state: CodeDeployState,
  deployment: Deployment,
  active: readonly string[],
  context: Context,
): Promise<void> {
  const message = `One or more alarms have been activated according to the Amazon CloudWatch metrics you selected, and the affected deployments have been stopped. Activated alarms: ${active.join(', ')}`;
  const isRolledBack = rollsBackOn(deployment, 'DEPLOYMENT_STOP_ON_ALARM');
  await end(state, deployment, { status: 'Stopped', error: { code: 'ALARM_ACTIVE', message }, isRolledBack }, context);
}

/** A function said no, said nothing, or could not be asked. */
export class HookFailed extends Error {}

/** Ends a deployment by what went wrong. */
export async function fail(
  state: CodeDeployState,
  deployment: Deployment,
  error: unknown,
  context: Context,
): Promise<void> {
  const isRolledBack = rollsBackOn(deployment, 'DEPLOYMENT_FAILURE');
  await end(state, deployment, { status: 'Failed', error: errorOf(deployment, error), isRolledBack }, context);
}

function errorOf({ serviceRoleArn }: Deployment, error: unknown) {
  if (error instanceof HookFailed) return { code: 'HOOK_EXECUTION_FAILURE', message: error.message } as const;
  if (error instanceof InvalidAppSpec) return { code: 'INVALID_LAMBDA_CONFIGURATION', message: error.message } as const;
  if (!(error instanceof AwsError)) throw error;
  if (/AccessDenied/.test(error.code)) {
    const message = `The IAM role ${serviceRoleArn} does not give you permission to perform operations in the following AWS service: AWSLambda. Contact your AWS administrator if you need help. If you are an AWS administrator, you can grant permissions to your users or groups by creating IAM policies.`;
    return { code: 'IAM_ROLE_PERMISSIONS', message } as const;
  }
  const message = `The deployment failed because Lambda refused: ${error.message}`;
  return { code: 'INVALID_LAMBDA_FUNCTION', message } as const;
}

/** Comes back when there is something to do, and before to look at alarms. */
export function defer(state: CodeDeployState, deployment: Deployment, dueMs: number, context: Context): void {
  const { account, region, clock, kernel } = context;
  if (deployment.nextKey !== undefined && deployment.nextKey !== context.delivery?.key) {
    kernel.scheduler.cancel(deployment.nextKey);
  }
  const lookMs = watchedAlarms(deployment).length > 0 ? clock.now() + alarmsEveryMs : dueMs;
  const nextKey = kernel.scheduler.deferDelivery({
    dueMs: Math.min(dueMs, lookMs),
    service: 'codedeploy',
    operation: 'AdvanceDeployment',
    input: { deploymentId: deployment.id },
    account,
    region,
    caller: serviceCaller('codedeploy.amazonaws.com', account),
    parent: context.requestId,
    trace: context.trace,
  });
  state.deployments.set(deployment.id, { ...deployment, nextKey });
}
