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
/** How long a linear deployment may take. */
const minutesMax = 2100;

/**
 * Lets an alias go over from the version it routes to, step by step; the weights of the new one, the last of them 100.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-stepfunctions-statemachinealias-deploymentpreference.html
 */
export function weightsOf({ Type, Percentage, Interval }: Preference): readonly number[] {
  if (Type === 'ALL_AT_ONCE') return [100];
  if (Percentage === undefined || Interval === undefined) {
    const missing = [
      ...(Interval === undefined ? ['interval'] : []),
      ...(Percentage === undefined ? ['percentage'] : []),
    ];
    throw needs(Type, missing);
  }
  if (Type === 'CANARY') return [Percentage, 100];
  const count = Math.ceil(100 / Percentage);
  const minutes = count * Interval;
  if (minutes > minutesMax) {
    throw invalid(
      `The linear deployment configured is estimated to take ${minutes} minutes, which exceeds the maximum allowable deployment time of ${minutesMax} minutes. Configure the deployment preference to use a higher shift percentage or lower time interval and try again.`,
    );
  }
  const steps = Array.from({ length: count }, (_, index) => (index + 1) * Percentage);
  return steps.map((weight) => Math.min(weight, 100));
}

const invalid = (message: string) => new AwsError('ValidationException', message);

function needs(type: string | undefined, missing: readonly string[]): AwsError {
  const what = missing.map((each) => (each === 'interval' ? 'an interval' : missing.length > 1 ? each : `a ${each}`));
  const names = missing.map((each) => `'${each}'`).join(' and ');
  const properties = missing.length > 1 ? 'properties' : 'property';
  return invalid(
    `Deployments of type '${type}' require ${what.join(' and ')} for traffic shifting. Configure the deployment preference with the ${names} ${properties} and try again.`,
  );
}

/** Throws, with the alias as it was, when one of the alarms goes off meanwhile. */
export async function shiftTraffic(alias: string, preference: Preference, context: ResourceContext): Promise<void> {
  const { StateMachineVersionArn = '', Interval = 0, Alarms = [] } = preference;
  const weights = weightsOf(preference);
  const route = (routingConfiguration: readonly Sdk.RoutingConfigurationListItem[]) =>
    context.call('states', 'UpdateStateMachineAlias', { stateMachineAliasArn: alias, routingConfiguration });
  const { routingConfiguration: before = [] } = await context.call<Sdk.DescribeStateMachineAliasOutput>(
    'states',
    'DescribeStateMachineAlias',
    { stateMachineAliasArn: alias },
  );
  if (preference.Type !== 'ALL_AT_ONCE' && before.length > 1) {
    throw invalid(
      `Failed to start deployment of type '${preference.Type}', invalid initial state detected. Expected the alias to be routing 100% of traffic towards one version, but it is currently routing traffic towards two. Update the alias to route 100% of traffic towards one version and try the deployment again.`,
    );
  }
  const from = before.find(({ stateMachineVersionArn }) => stateMachineVersionArn !== StateMachineVersionArn);
  const all = [{ stateMachineVersionArn: StateMachineVersionArn, weight: 100 }];
  if (!from) return void (await route(all));
  const assertQuiet = async () => {
    const alarms = await alarmsOf(Alarms, context);
    if (alarms.length === 0) return;
    await route(before);
    const names = alarms.join(', ');
    throw invalid(`Aborting deployment. The following CloudWatch alarms are in an 'ALARM' state: [${names}].`);
  };
  if (preference.Type !== 'ALL_AT_ONCE') await assertQuiet();
  for (const weight of weights) {
    const rest = { stateMachineVersionArn: from.stateMachineVersionArn, weight: 100 - weight };
    await route(weight === 100 ? all : [rest, { stateMachineVersionArn: StateMachineVersionArn, weight }]);
    for (let minute = 0; weight < 100 && minute < Interval; minute += 1) {
      await context.clock.sleep(minuteMs);
      if (Alarms.length > 0) await assertQuiet();
    }
  }
}

/** The names of those that are off; names or ARNs. */
async function alarmsOf(alarms: readonly string[], context: ResourceContext): Promise<readonly string[]> {
  if (alarms.length === 0) return [];
  const AlarmNames = alarms.map((alarm) => alarm.split(':alarm:').at(-1) ?? alarm);
  const { MetricAlarms = [], CompositeAlarms = [] } = await context.call<CloudWatch.DescribeAlarmsOutput>(
    'cloudwatch',
    'DescribeAlarms',
    { AlarmNames, AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] },
  );
  const isOff = ({ StateValue }: CloudWatch.MetricAlarm | CloudWatch.CompositeAlarm) => StateValue === 'ALARM';
  return [...MetricAlarms, ...CompositeAlarms].filter(isOff).map(({ AlarmName = '' }) => AlarmName);
}
