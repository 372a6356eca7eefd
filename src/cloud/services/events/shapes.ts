import type { InputShape, MemberShape } from '../../service-kit/shapes.ts';

/* https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_Operations.html */

const name: MemberShape = { min: 1, max: 64, pattern: /^[.\-_A-Za-z0-9]+$/, patternText: '[\\.\\-_A-Za-z0-9]+' };
const requiredName: MemberShape = { required: true, ...name };
const busName: MemberShape = { min: 1, max: 256, pattern: /^[/.\-_A-Za-z0-9]+$/, patternText: '[/\\.\\-_A-Za-z0-9]+' };
const busNameOrArn: MemberShape = {
  min: 1,
  max: 1600,
  pattern: /^(?:arn:aws[\w-]*:events:[a-z]{2}-[a-z]+-[\w-]+:[0-9]{12}:event-bus\/)?[/.\-_A-Za-z0-9]+$/,
  patternText: '(arn:aws[\\w-]*:events:[a-z]{2}-[a-z]+-[\\w-]+:[0-9]{12}:event-bus\\/)?[/\\.\\-_A-Za-z0-9]+',
};
/** Of operations that partners' buses have not. */
const ownBusName: MemberShape = { min: 1, max: 256, pattern: /^[.\-_A-Za-z0-9]+$/, patternText: '[\\.\\-_A-Za-z0-9]+' };
const ownBusNameOrArn: MemberShape = {
  min: 1,
  max: 1600,
  pattern: /^(?:arn:aws[\w-]*:events:[a-z]{2}-[a-z]+-[\w-]+:[0-9]{12}:event-bus\/)?[.\-_A-Za-z0-9]+$/,
  patternText: '(arn:aws[\\w-]*:events:[a-z]{2}-[a-z]+-[\\w-]+:[0-9]{12}:event-bus\\/)?[\\.\\-_A-Za-z0-9]+',
};
const description: MemberShape = { max: 512 };
const arn: MemberShape = { min: 1, max: 1600 };
const limit: MemberShape = { min: 1, max: 100 };
const token: MemberShape = { min: 1, max: 2048 };
const paged = { NextToken: token, Limit: limit };
const tags: MemberShape = {
  each: { members: { Key: { required: true, min: 1, max: 128 }, Value: { required: true, max: 256 } } },
};
const deadLetterConfig: MemberShape = { members: { Arn: arn } };
const logConfig: MemberShape = {
  members: {
    IncludeDetail: { enum: ['NONE', 'FULL'] },
    Level: { enum: ['OFF', 'ERROR', 'INFO', 'TRACE'] },
  },
};
const busSettings = {
  Description: description,
  KmsKeyIdentifier: { max: 2048, pattern: /^[a-zA-Z0-9_\-/:]*$/, patternText: '^[a-zA-Z0-9_\\-/:]*$' },
  DeadLetterConfig: deadLetterConfig,
  LogConfig: logConfig,
};

const retryPolicy: MemberShape = {
  members: {
    MaximumRetryAttempts: { min: 0, max: 185 },
    MaximumEventAgeInSeconds: { min: 60, max: 86_400 },
  },
};
const inputTransformer: MemberShape = {
  members: { InputPathsMap: { max: 100, each: { max: 256 } }, InputTemplate: { required: true, min: 1, max: 8192 } },
};
/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_HttpParameters.html */
const httpParameters: MemberShape = {
  members: {
    PathParameterValues: { each: { pattern: /\S/, patternText: '^(?!\\s*$).+' } },
    HeaderParameters: { each: { max: 512 } },
    QueryStringParameters: { each: { max: 512 } },
  },
};
const target: InputShape = {
  Id: requiredName,
  Arn: { required: true, ...arn },
  RoleArn: arn,
  Input: { max: 8192 },
  InputPath: { max: 256 },
  InputTransformer: inputTransformer,
  HttpParameters: httpParameters,
  SqsParameters: { members: { MessageGroupId: { max: 100 } } },
  KinesisParameters: { members: { PartitionKeyPath: { required: true, max: 256 } } },
  DeadLetterConfig: deadLetterConfig,
  RetryPolicy: retryPolicy,
};

/** As AWS prints an entry of a batch that is too long: with two members that only AWS has. */
const entry: MemberShape = {
  structure: 'PutEventsRequestEntry',
  members: {
    Time: {},
    Source: {},
    Resources: { each: { max: 2048 } },
    DetailType: {},
    Detail: {},
    EventBusName: ownBusNameOrArn,
    TraceHeader: { min: 1, max: 500 },
    KmsKeyIdentifier: {},
    InternalMetadata: {},
  },
};

const ruleOnBus = { Name: requiredName, EventBusName: busNameOrArn };
const resource = { ResourceARN: { required: true, ...arn } };

/** In AWS's order. */
export const eventsShapes: Readonly<Record<string, InputShape>> = {
  CreateEventBus: {
    Name: { required: true, ...busName },
    EventSourceName: { min: 1, max: 256 },
    ...busSettings,
    Tags: tags,
  },
  UpdateEventBus: { Name: busName, ...busSettings },
  DeleteEventBus: { Name: { required: true, ...busName } },
  DescribeEventBus: { Name: busNameOrArn },
  ListEventBuses: { NamePrefix: busName, ...paged },
  PutPermission: {
    EventBusName: ownBusName,
    Action: { min: 1, max: 64, pattern: /^events:[a-zA-Z]+$/, patternText: 'events:[a-zA-Z]+' },
    Principal: { min: 1, max: 12, pattern: /^(?:\d{12}|\*)$/, patternText: '(\\d{12}|\\*)' },
    StatementId: { min: 1, max: 64, pattern: /^[a-zA-Z0-9-_]+$/, patternText: '[a-zA-Z0-9-_]+' },
    Condition: { members: { Type: { required: true }, Key: { required: true }, Value: { required: true } } },
  },
  RemovePermission: {
    StatementId: { min: 1, max: 64, pattern: /^[a-zA-Z0-9-_]+$/, patternText: '[a-zA-Z0-9-_]+' },
    EventBusName: ownBusName,
  },
  PutRule: {
    Name: requiredName,
    ScheduleExpression: { max: 256 },
    EventPattern: { max: 4096 },
    State: { enum: ['ENABLED', 'DISABLED', 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS'] },
    Description: description,
    RoleArn: arn,
    Tags: tags,
    EventBusName: busNameOrArn,
  },
  DeleteRule: ruleOnBus,
  DescribeRule: ruleOnBus,
  EnableRule: ruleOnBus,
  DisableRule: ruleOnBus,
  ListRules: { NamePrefix: name, EventBusName: busNameOrArn, ...paged },
  ListRuleNamesByTarget: { TargetArn: { required: true, ...arn }, EventBusName: busNameOrArn, ...paged },
  PutTargets: {
    Rule: requiredName,
    EventBusName: busNameOrArn,
    Targets: { required: true, min: 1, max: 100, each: { structure: 'Target', members: target } },
  },
  RemoveTargets: {
    Rule: requiredName,
    EventBusName: busNameOrArn,
    Ids: { required: true, min: 1, max: 100, each: name },
  },
  ListTargetsByRule: { Rule: requiredName, EventBusName: busNameOrArn, ...paged },
  PutEvents: { Entries: { required: true, min: 1, max: 10, each: entry } },
  TestEventPattern: { EventPattern: { required: true, max: 4096 }, Event: { required: true } },
  ListTagsForResource: resource,
  TagResource: { ...resource, Tags: { required: true, ...tags } },
  UntagResource: { ...resource, TagKeys: { required: true, each: { min: 1, max: 128 } } },
};
