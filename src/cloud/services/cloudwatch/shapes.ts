import type { InputShape, MemberShape } from '../../service-kit/shapes.ts';

/** From the operations' pages of https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/ */
const alarmName: MemberShape = { required: true, min: 1, max: 255 };
const namespace: MemberShape = { required: true, min: 1, max: 255, pattern: /^[^:].*$/, patternText: '[^:].*' };
const metricName: MemberShape = { required: true, min: 1, max: 255 };
const states = ['INSUFFICIENT_DATA', 'ALARM', 'OK'];
const comparisons = [
  'GreaterThanOrEqualToThreshold',
  'GreaterThanThreshold',
  'LessThanThreshold',
  'LessThanOrEqualToThreshold',
  'LessThanLowerOrGreaterThanUpperThreshold',
  'LessThanLowerThreshold',
  'GreaterThanUpperThreshold',
];
const dimensions: MemberShape = {
  max: 30,
  each: { members: { Name: { required: true, min: 1, max: 255 }, Value: { required: true, min: 1, max: 1024 } } },
};
const actions: MemberShape = { max: 5, each: { min: 1, max: 1024 } };

const ruleName: MemberShape = {
  required: true,
  min: 1,
  max: 128,
  pattern: /^[\x20-\x7E]+$/,
  patternText: '[\\x20-\\x7E]+',
};
const ruleNames: InputShape = { RuleNames: { required: true, each: ruleName } };

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_Operations.html */
export const cloudWatchShapes: Readonly<Record<string, InputShape>> = {
  PutMetricData: {
    // That it is there is asked by the operation, in words of its own.
    Namespace: { ...namespace, required: false },
    MetricData: { each: { members: { MetricName: metricName, Dimensions: dimensions } } },
  },
  PutMetricAlarm: {
    AlarmName: alarmName,
    AlarmDescription: { max: 1024 },
    OKActions: actions,
    AlarmActions: actions,
    InsufficientDataActions: actions,
    Namespace: { ...namespace, required: false },
    MetricName: { ...metricName, required: false },
    Dimensions: dimensions,
    Statistic: { enum: ['Maximum', 'SampleCount', 'Sum', 'Minimum', 'Average'] },
    Period: { min: 1 },
    EvaluationPeriods: { required: true, min: 1 },
    DatapointsToAlarm: { min: 1 },
    ComparisonOperator: { required: true, enum: comparisons },
    TreatMissingData: { min: 1, max: 255 },
  },
  PutCompositeAlarm: {
    AlarmName: alarmName,
    AlarmDescription: { max: 1024 },
    AlarmRule: { required: true, min: 1, max: 10_240 },
  },
  PutInsightRule: {
    RuleName: ruleName,
    RuleState: { min: 1, max: 32 },
    RuleDefinition: { required: true, min: 1, max: 8192 },
  },
  DescribeInsightRules: { MaxResults: { min: 1, max: 500 } },
  EnableInsightRules: ruleNames,
  DisableInsightRules: ruleNames,
  DeleteInsightRules: ruleNames,
  ListMetrics: { Namespace: { ...namespace, required: false }, RecentlyActive: { enum: ['PT3H'] } },
  DescribeAlarms: {
    AlarmNames: { max: 100 },
    ChildrenOfAlarmName: { min: 1, max: 255 },
    ParentsOfAlarmName: { min: 1, max: 255 },
    ActionPrefix: { min: 1, max: 1024 },
    StateValue: { enum: states },
    MaxRecords: { min: 1, max: 100 },
  },
  DeleteAlarms: { AlarmNames: { required: true, max: 100 } },
  SetAlarmState: {
    AlarmName: alarmName,
    StateValue: { required: true, enum: states },
    StateReason: { required: true, max: 1023 },
  },
  EnableAlarmActions: { AlarmNames: { required: true, max: 100 } },
  DisableAlarmActions: { AlarmNames: { required: true, max: 100 } },
};
