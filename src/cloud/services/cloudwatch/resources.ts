import type { Properties, ResourceContext, ResourceState, ResourceType } from '../../service-kit/contract.ts';
import {
  documentIn,
  flagIn,
  numberIn,
  recordsIn,
  tagsIn,
  textIn,
  textsIn,
  unlessGone,
} from '../../service-kit/properties.ts';

const metricAlarmTexts = [
  'AlarmDescription',
  'ComparisonOperator',
  'EvaluateLowSampleCountPercentile',
  'ExtendedStatistic',
  'MetricName',
  'Namespace',
  'Statistic',
  'TreatMissingData',
  'Unit',
] as const;
const metricAlarmNumbers = ['DatapointsToAlarm', 'EvaluationPeriods', 'Period', 'Threshold'] as const;
const actionLists = ['AlarmActions', 'InsufficientDataActions', 'OKActions'] as const;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudwatch-alarm.html */
const alarm: ResourceType = {
  properties: [
    'ActionsEnabled',
    'AlarmName',
    'Dimensions',
    'Metrics',
    'Tags',
    ...metricAlarmTexts,
    ...metricAlarmNumbers,
    ...actionLists,
  ],
  create: (properties, context) =>
    putAlarm(textIn(properties, 'AlarmName') ?? context.generateName(255), properties, context),
  update: (state, properties, _previous, context) => putAlarm(state.physicalId, properties, context),
  delete: deleteAlarm,
};

async function putAlarm(AlarmName: string, properties: Properties, context: ResourceContext): Promise<ResourceState> {
  const { Metrics, Dimensions } = properties;
  await context.call(
    'cloudwatch',
    'PutMetricAlarm',
    present({
      AlarmName,
      ...common(properties),
      ...Object.fromEntries(metricAlarmTexts.map((name) => [name, textIn(properties, name)])),
      ...Object.fromEntries(metricAlarmNumbers.map((name) => [name, numberIn(properties, name)])),
      Dimensions: Dimensions === undefined ? undefined : recordsIn(properties, 'Dimensions'),
      Metrics: Metrics === undefined ? undefined : recordsIn(properties, 'Metrics'),
      Tags: tagsIn(properties, context),
    }),
  );
  return alarmState(AlarmName, context);
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudwatch-compositealarm.html */
const compositeAlarm: ResourceType = {
  properties: ['ActionsEnabled', 'AlarmDescription', 'AlarmName', 'AlarmRule', 'Tags', ...actionLists],
  create: (properties, context) =>
    putComposite(textIn(properties, 'AlarmName') ?? context.generateName(255), properties, context),
  update: (state, properties, _previous, context) => putComposite(state.physicalId, properties, context),
  delete: deleteAlarm,
};

async function putComposite(
  AlarmName: string,
  properties: Properties,
  context: ResourceContext,
): Promise<ResourceState> {
  await context.call(
    'cloudwatch',
    'PutCompositeAlarm',
    present({
      AlarmName,
      ...common(properties),
      AlarmRule: textIn(properties, 'AlarmRule'),
      AlarmDescription: textIn(properties, 'AlarmDescription'),
      Tags: tagsIn(properties, context),
    }),
  );
  return alarmState(AlarmName, context);
}

const common = (properties: Properties) => ({
  ActionsEnabled: flagIn(properties, 'ActionsEnabled'),
  ...Object.fromEntries(actionLists.map((name) => [name, textsIn(properties, name)])),
});

const present = (members: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));

const alarmState = (name: string, { region, account }: ResourceContext): ResourceState => ({
  physicalId: name,
  attributes: { Arn: `arn:aws:cloudwatch:${region}:${account}:alarm:${name}` },
});

async function deleteAlarm(
  { physicalId }: ResourceState,
  _properties: Properties,
  context: ResourceContext,
): Promise<void> {
  await context.call('cloudwatch', 'DeleteAlarms', { AlarmNames: [physicalId] });
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudwatch-dashboard.html */
const dashboard: ResourceType = {
  properties: ['DashboardBody', 'DashboardName', 'Tags'],
  create: (properties, context) =>
    putDashboard(textIn(properties, 'DashboardName') ?? context.generateName(255), properties, context),
  update: (state, properties, _previous, context) => putDashboard(state.physicalId, properties, context),
  delete: ({ physicalId }, _properties, context) =>
    unlessGone(
      context.call('cloudwatch', 'DeleteDashboards', { DashboardNames: [physicalId] }),
      'DashboardNotFoundError',
    ),
};

async function putDashboard(
  DashboardName: string,
  properties: Properties,
  context: ResourceContext,
): Promise<ResourceState> {
  await context.call('cloudwatch', 'PutDashboard', {
    DashboardName,
    DashboardBody: documentIn(properties, 'DashboardBody'),
    Tags: tagsIn(properties, context),
  });
  return { physicalId: DashboardName };
}

/** The CloudFormation resource types of CloudWatch. */
export const cloudWatchResources: Readonly<Record<string, ResourceType>> = {
  'AWS::CloudWatch::Alarm': alarm,
  'AWS::CloudWatch::CompositeAlarm': compositeAlarm,
  'AWS::CloudWatch::Dashboard': dashboard,
};
