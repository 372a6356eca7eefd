import type { DescribeAlarmsOutput } from '@aws-sdk/client-cloudwatch';
import { serviceCaller } from '../../../kernel/identity.ts';
import type { Context } from '../../../service-kit/contract.ts';
import {
  type AppConfigState,
  type Deployment,
  type DeploymentRecord,
  type Environment,
  numberedKey,
} from '../state.ts';
import { percentages, stepMs } from './growth.ts';
import { isUnderWay } from './is-under-way.ts';

/** The input of the call that takes a deployment on. */
export interface Advance {
  readonly ApplicationId: string;
  readonly EnvironmentId: string;
  readonly DeploymentNumber: number;
}

/** How often alarms are looked at while a deployment grows and bakes. */
const alarmsEveryMs = 10_000;

const keyOf = ({ applicationId, environmentId, number }: Deployment): string =>
  numberedKey(applicationId, environmentId, number);

/** Takes a deployment to where it is at this time, and defers what comes next. */
export function keepAdvanced(
  state: AppConfigState,
  former: Deployment,
  hasMonitors: boolean,
  context: Context,
): Deployment {
  const nowMs = context.clock.now();
  let deployment = former;
  while (isUnderWay(deployment) && deployment.nextMs <= nowMs) deployment = stepped(deployment, nowMs);
  const { nextKey: _former, ...rest } = deployment;
  const kept = isUnderWay(rest) ? { ...rest, nextKey: defer(rest, hasMonitors, context) } : rest;
  state.deployments.set(keyOf(kept), kept);
  return kept;
}

/** Takes what is left of a deployment at once: of stacks, which wait for it. */
export function keepFinished(state: AppConfigState, former: Deployment, context: Context): void {
  forgetNext(former, context);
  let { nextKey: _next, ...deployment } = former;
  while (isUnderWay(deployment)) deployment = stepped(deployment, context.clock.now());
  state.deployments.set(keyOf(deployment), deployment);
}

/** One step: it grows, begins to bake, or is complete. */
function stepped(deployment: Deployment, atMs: number): Deployment {
  const { steps, startedMs } = deployment;
  const shares = percentages(deployment);
  const percentage = shares[steps];
  const next = { steps: steps + 1, nextMs: startedMs + stepMs(deployment, steps + 1) };
  if (percentage !== undefined) {
    const description = `Configuration available to ${percentage.toFixed(2)}% of clients`;
    return { ...recorded(deployment, 'PERCENTAGE_UPDATED', description, atMs), ...next, percentage };
  }
  if (steps === shares.length) {
    const description = 'Deployment bake time started';
    return { ...recorded(deployment, 'BAKE_TIME_STARTED', description, atMs), ...next, state: 'BAKING' };
  }
  const done = recorded(deployment, 'DEPLOYMENT_COMPLETED', 'Deployment completed', atMs);
  return { ...done, state: 'COMPLETE', completedMs: atMs };
}

/** The deployment with one more line in its log. */
export const recorded = (
  deployment: Deployment,
  type: DeploymentRecord['type'],
  description: string,
  atMs: number,
  triggeredBy: DeploymentRecord['triggeredBy'] = 'APPCONFIG',
): Deployment => ({ ...deployment, events: [{ type, triggeredBy, description, atMs }, ...deployment.events] });

/** Clients have what they had before; it is never `ROLLING_BACK`. */
export function keepRolledBack(
  state: AppConfigState,
  former: Deployment,
  triggeredBy: 'CLOUDWATCH_ALARM' | 'USER',
  context: Context,
): Deployment {
  forgetNext(former, context);
  const { nextKey: _next, ...rest } = former;
  const nowMs = context.clock.now();
  const begun = recorded(rest, 'ROLLBACK_STARTED', 'Rollback started', nowMs, triggeredBy);
  const ended = recorded(begun, 'ROLLBACK_COMPLETED', 'Rollback completed', nowMs);
  const deployment: Deployment = { ...ended, state: 'ROLLED_BACK', percentage: 0, completedMs: nowMs };
  state.deployments.set(keyOf(deployment), deployment);
  return deployment;
}

/** Whether one of the environment's alarms asks for the way back. */
export async function isAlarmed({ monitors }: Environment, context: Context): Promise<boolean> {
  const AlarmNames = monitors.flatMap(({ AlarmArn = '' }) => /:alarm:(.+)$/.exec(AlarmArn)?.[1] ?? []);
  if (AlarmNames.length === 0) return false;
  const { MetricAlarms = [], CompositeAlarms = [] } = await context.call<DescribeAlarmsOutput>(
    'cloudwatch',
    'DescribeAlarms',
    { AlarmNames, AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] },
    { caller: serviceCaller('appconfig.amazonaws.com', context.account) },
  );
  return [...MetricAlarms, ...CompositeAlarms].some(({ StateValue }) => StateValue === 'ALARM');
}

function forgetNext({ nextKey }: Deployment, { kernel }: Context): void {
  if (nextKey !== undefined) kernel.scheduler.cancel(nextKey);
}

function defer(deployment: Deployment, hasMonitors: boolean, { account, region, clock, kernel }: Context): string {
  const input: Advance = {
    ApplicationId: deployment.applicationId,
    EnvironmentId: deployment.environmentId,
    DeploymentNumber: deployment.number,
  };
  const lookMs = clock.now() + alarmsEveryMs;
  return kernel.scheduler.deferDelivery({
    dueMs: hasMonitors ? Math.min(lookMs, deployment.nextMs) : deployment.nextMs,
    service: 'appconfig',
    operation: 'AdvanceDeployment',
    input,
    account,
    region,
    caller: serviceCaller('appconfig.amazonaws.com', account),
  });
}
