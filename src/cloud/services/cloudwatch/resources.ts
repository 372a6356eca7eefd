import type { ResourceContext, ResourceType } from '../../service-kit/contract.ts';
import type { Kinds, Values } from '../../service-kit/properties.ts';
import { resourceType, resourceTypes } from '../../service-kit/resource-type.ts';
import { alarmOfMetricsReading, compositeAlarmReading, dashboardReading } from './readings.ts';

const nameMax = 255;

/** What both kinds of alarm have. */
const common = {
  ActionsEnabled: 'flag',
  AlarmActions: { list: 'text' },
  AlarmDescription: 'text',
  AlarmName: 'text',
  InsufficientDataActions: { list: 'text' },
  OKActions: { list: 'text' },
  Tags: 'tags',
} as const satisfies Kinds;

/** Lists of actions that the template does not give are none. */
const alarmInput = (p: Values<typeof common>, { id }: { readonly id: string }) => ({
  ...p,
  AlarmActions: p.AlarmActions ?? [],
  InsufficientDataActions: p.InsufficientDataActions ?? [],
  OKActions: p.OKActions ?? [],
  AlarmName: id,
});

const attributes = {
  Arn: (_: unknown, _p: unknown, { id, context }: { readonly id: string; readonly context: ResourceContext }) =>
    `arn:aws:cloudwatch:${context.region}:${context.account}:alarm:${id}`,
};

const deletion = { operation: 'DeleteAlarms', input: (_: unknown, { id }: { id: string }) => ({ AlarmNames: [id] }) };

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudwatch-alarm.html */
const alarm = resourceType({
  type: 'AWS::CloudWatch::Alarm',
  reading: alarmOfMetricsReading,
  service: 'cloudwatch',
  properties: {
    ...common,
    ComparisonOperator: 'text',
    DatapointsToAlarm: 'number',
    Dimensions: { list: 'record' },
    EvaluateLowSampleCountPercentile: 'text',
    EvaluationPeriods: 'number',
    ExtendedStatistic: 'text',
    MetricName: 'text',
    Metrics: { list: 'record' },
    Namespace: 'text',
    Period: 'number',
    Statistic: 'text',
    Threshold: 'number',
    TreatMissingData: 'text',
    Unit: 'text',
  },
  refused: {
    EvaluationCriteria: 'alarms over PromQL are not emulated',
    EvaluationInterval: 'alarms are evaluated once a period, and over PromQL not at all',
    EvaluationWindow: 'windows of the wall clock are not emulated',
    ThresholdMetricId: 'anomaly detection is not emulated',
    WarmUpConfiguration: 'alarms have no warm-up period',
  },
  name: { property: 'AlarmName', max: nameMax },
  create: { operation: 'PutMetricAlarm', input: alarmInput },
  attributes,
  update: { operation: 'PutMetricAlarm', input: alarmInput },
  delete: deletion,
});

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudwatch-compositealarm.html */
const compositeAlarm = resourceType({
  type: 'AWS::CloudWatch::CompositeAlarm',
  reading: compositeAlarmReading,
  service: 'cloudwatch',
  properties: {
    ...common,
    ActionsSuppressor: 'text',
    ActionsSuppressorExtensionPeriod: 'number',
    ActionsSuppressorWaitPeriod: 'number',
    AlarmRule: 'text',
  },
  name: { property: 'AlarmName', max: nameMax },
  create: { operation: 'PutCompositeAlarm', input: alarmInput },
  attributes,
  update: { operation: 'PutCompositeAlarm', input: alarmInput },
  delete: deletion,
});

const dashboardProperties = { DashboardBody: 'document', DashboardName: 'text', Tags: 'tags' } as const;
const dashboardInput = (p: Values<typeof dashboardProperties>, { id }: { readonly id: string }) => ({
  ...p,
  DashboardName: id,
});

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudwatch-dashboard.html */
const dashboard = resourceType({
  type: 'AWS::CloudWatch::Dashboard',
  reading: dashboardReading,
  service: 'cloudwatch',
  properties: dashboardProperties,
  name: { property: 'DashboardName', max: nameMax },
  create: { operation: 'PutDashboard', input: dashboardInput },
  update: { operation: 'PutDashboard', input: dashboardInput },
  delete: {
    operation: 'DeleteDashboards',
    input: (_, { id }) => ({ DashboardNames: [id] }),
    gone: ['DashboardNotFoundError'],
  },
});

const ruleProperties = {
  ApplyOnTransformedLogs: 'flag',
  RuleBody: 'text',
  RuleName: 'text',
  RuleState: 'text',
  Tags: 'tags',
} as const satisfies Kinds;

const ruleInput = ({ RuleBody, ...p }: Values<typeof ruleProperties>, { id }: { readonly id: string }) => ({
  ...p,
  RuleName: id,
  RuleDefinition: RuleBody,
});

const ruleArn = (id: string, { region, account }: ResourceContext): string =>
  `arn:aws:cloudwatch:${region}:${account}:insight-rule/${id}`;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudwatch-insightrule.html */
const insightRule = resourceType({
  type: 'AWS::CloudWatch::InsightRule',
  service: 'cloudwatch',
  properties: ruleProperties,
  name: { property: 'RuleName', max: 128 },
  create: { operation: 'PutInsightRule', input: ruleInput },
  attributes: { Arn: (_, _p, { id, context }) => ruleArn(id, context), RuleName: (_, _p, { id }) => id },
  update: { operation: 'PutInsightRule', input: ruleInput },
  tagging: {
    tag: 'TagResource',
    untag: 'UntagResource',
    on: (_, { id, context }) => ({ ResourceARN: ruleArn(id, context) }),
  },
  delete: { operation: 'DeleteInsightRules', input: (_, { id }) => ({ RuleNames: [id] }) },
});

/** The CloudFormation resource types of CloudWatch. */
export const cloudWatchResources: Readonly<Record<string, ResourceType>> = resourceTypes(
  alarm,
  compositeAlarm,
  dashboard,
  insightRule,
);
