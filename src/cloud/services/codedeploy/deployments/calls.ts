import type { DescribeAlarmsOutput } from '@aws-sdk/client-cloudwatch';
import type { AliasConfiguration } from '@aws-sdk/client-lambda';
import { serviceCaller } from '../../../kernel/identity.ts';
import { sessionOf } from '../../../kernel/role-session.ts';
import type { Context } from '../../../service-kit/contract.ts';
import type { Deployment, Target } from '../state.ts';
import { principal } from './tell-status.ts';

/** CodeDeploy acts by the group's service role. */
const callerOf = ({ serviceRoleArn, id }: Deployment, { account }: Context) =>
  sessionOf(serviceRoleArn, id) ?? serviceCaller(principal, account);

/** The names of those of the deployment's alarms that are in ALARM. */
export async function activeAlarms(deployment: Deployment, context: Context): Promise<readonly string[]> {
  const AlarmNames = watchedAlarms(deployment);
  if (AlarmNames.length === 0) return [];
  const { MetricAlarms = [], CompositeAlarms = [] } = await context.call<DescribeAlarmsOutput>(
    'cloudwatch',
    'DescribeAlarms',
    { AlarmNames, AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] },
    { caller: callerOf(deployment, context) },
  );
  return [...MetricAlarms, ...CompositeAlarms].flatMap(({ StateValue, AlarmName = '' }) =>
    StateValue === 'ALARM' ? [AlarmName] : [],
  );
}

/** Those of the deployment itself count in the place of its group's. */
export function watchedAlarms({ alarms, overrideAlarms }: Deployment): readonly string[] {
  const { enabled = false, alarms: watched = [] } = overrideAlarms ?? alarms ?? {};
  return enabled ? watched.flatMap(({ name }) => name ?? []) : [];
}

/** The version that an alias leads to. */
export async function aliasVersion(
  deployment: Deployment,
  { functionName, alias }: Target,
  context: Context,
): Promise<string | undefined> {
  const { FunctionVersion } = await context.call<AliasConfiguration>(
    'lambda',
    'GetAlias',
    { FunctionName: functionName, Name: alias },
    { caller: callerOf(deployment, context) },
  );
  return FunctionVersion;
}

/** Sends so many percent of the alias' traffic to `to`, the rest to `from`. */
export async function setTraffic(
  deployment: Deployment,
  { from, to, percent }: { readonly from: string; readonly to: string; readonly percent: number },
  context: Context,
): Promise<void> {
  const { target } = deployment;
  if (!target) return;
  const isAll = percent >= 100;
  await context.call(
    'lambda',
    'UpdateAlias',
    {
      FunctionName: target.functionName,
      Name: target.alias,
      FunctionVersion: isAll ? to : from,
      RoutingConfig: { AdditionalVersionWeights: isAll ? {} : { [to]: percent / 100 } },
    },
    { caller: callerOf(deployment, context) },
  );
}

/**
 * Asks a function whether the deployment may go on. It answers by PutLifecycleEventHookExecutionStatus; how it ends says
 * nothing. https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-hooks.html
 */
export async function invokeHook(
  deployment: Deployment,
  functionName: string,
  executionId: string,
  context: Context,
): Promise<void> {
  const payload = { DeploymentId: deployment.id, LifecycleEventHookExecutionId: executionId };
  await context.call(
    'lambda',
    'Invoke',
    { FunctionName: functionName, Payload: Buffer.from(JSON.stringify(payload)) },
    { caller: callerOf(deployment, context) },
  );
}
