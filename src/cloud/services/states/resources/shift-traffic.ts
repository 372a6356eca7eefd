import type * as CloudWatch from '@aws-sdk/client-cloudwatch';
import type * as Sdk from '@aws-sdk/client-sfn';
import { AwsError } from '../../../kernel/errors.ts';
import type { ResourceContext } from '../../../service-kit/contract.ts';

/** How a template wants an alias to go over to another version. */
export interface Preference {
  readonly Type?: string | undefined;
  readonly StateMachineVersionArn?: string | undefined;
  readonly Percentage?: number | undefined;
  /** Minutes. */
  readonly Interval?: number | undefined;
  readonly Alarms?: readonly string[] | undefined;
}

const minuteMs = 60_000;

/**
 * Lets an alias go over from the version it routes to, step by step; the weights of the new one, the last of them 100.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-stepfunctions-statemachinealias-deploymentpreference.html
 */
export function weightsOf({ Type, Percentage = 0, Interval = 0 }: Preference): readonly number[] {
  if (Type === 'ALL_AT_ONCE') return [100];
  if (Percentage < 1 || Percentage > 99 || Interval < 1) {
    throw new AwsError('ValidationError', `DeploymentPreference of type ${Type} needs Percentage and Interval.`);
  }
  if (Type === 'CANARY') return [Percentage, 100];
  const steps = Array.from({ length: Math.ceil(100 / Percentage) }, (_, index) => (index + 1) * Percentage);
  return steps.map((weight) => Math.min(weight, 100));
}

/** Throws, with the alias as it was, when one of the alarms goes off meanwhile. */
export async function shiftTraffic(alias: string, preference: Preference, context: ResourceContext): Promise<void> {
  const { StateMachineVersionArn = '', Interval = 0, Alarms = [] } = preference;
  const route = (routingConfiguration: readonly Sdk.RoutingConfigurationListItem[]) =>
    context.call('states', 'UpdateStateMachineAlias', { stateMachineAliasArn: alias, routingConfiguration });
  const { routingConfiguration: before = [] } = await context.call<Sdk.DescribeStateMachineAliasOutput>(
    'states',
    'DescribeStateMachineAlias',
    { stateMachineAliasArn: alias },
  );
  const from = before.find(({ stateMachineVersionArn }) => stateMachineVersionArn !== StateMachineVersionArn);
  const all = [{ stateMachineVersionArn: StateMachineVersionArn, weight: 100 }];
  if (!from) return void (await route(all));
  for (const weight of weightsOf(preference)) {
    const rest = { stateMachineVersionArn: from.stateMachineVersionArn, weight: 100 - weight };
    await route(weight === 100 ? all : [rest, { stateMachineVersionArn: StateMachineVersionArn, weight }]);
    for (let minute = 0; weight < 100 && minute < Interval; minute += 1) {
      await context.clock.sleep(minuteMs);
      const alarm = await alarmOf(Alarms, context);
      if (alarm === undefined) continue;
      await route(before);
      throw new AwsError('ValidationError', `Alarm ${alarm} is in state ALARM: the deployment was rolled back.`);
    }
  }
}

/** One that is off; names or ARNs. */
async function alarmOf(alarms: readonly string[], context: ResourceContext): Promise<string | undefined> {
  if (alarms.length === 0) return undefined;
  const AlarmNames = alarms.map((alarm) => alarm.split(':alarm:').at(-1) ?? alarm);
  const { MetricAlarms = [], CompositeAlarms = [] } = await context.call<CloudWatch.DescribeAlarmsOutput>(
    'cloudwatch',
    'DescribeAlarms',
    { AlarmNames, AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] },
  );
  return [...MetricAlarms, ...CompositeAlarms].find(({ StateValue }) => StateValue === 'ALARM')?.AlarmName;
}
