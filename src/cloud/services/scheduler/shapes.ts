import type { InputShape, MemberShape } from '../../service-kit/shapes.ts';

/* https://docs.aws.amazon.com/scheduler/latest/APIReference/API_Operations.html and the pages of the data types. */

const namePattern = { pattern: /^[0-9a-zA-Z\-_.]+$/, patternText: '^[0-9a-zA-Z-_.]+$' };
const name: MemberShape = { min: 1, max: 64, ...namePattern };
const named: MemberShape = { required: true, ...name };
const clientToken: MemberShape = {
  min: 1,
  max: 64,
  pattern: /^[a-zA-Z0-9\-_]+$/,
  patternText: '^[a-zA-Z0-9-_]+$',
};
const nextToken: MemberShape = { min: 1, max: 2048 };
const maxResults: MemberShape = { min: 1, max: 100 };
const taggable: MemberShape = {
  required: true,
  min: 1,
  max: 1011,
  pattern: /^arn:aws[a-z-]*:scheduler:[a-z0-9-]+:\d{12}:schedule-group\/[0-9a-zA-Z\-_.]+$/,
  patternText: '^arn:aws(-[a-z]+)?:scheduler:[a-z0-9\\-]+:\\d{12}:schedule-group\\/[0-9a-zA-Z-_.]+$',
};
const tags: MemberShape = {
  max: 200,
  each: {
    members: {
      Key: { required: true, min: 1, max: 128 },
      Value: { required: true, min: 1, max: 256 },
    },
  },
};

const source = String.raw`(?=[/\.\-_A-Za-z0-9]+)((?!aws\.).*)|(\$(\.[\w_-]+(\[(\d+|\*)\])*)*)`;

const target: MemberShape = {
  required: true,
  members: {
    Arn: { required: true, min: 1, max: 1600 },
    RoleArn: {
      required: true,
      min: 1,
      max: 1600,
      pattern: /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/,
      patternText: '^arn:aws(-[a-z]+)?:iam::\\d{12}:role\\/[\\w+=,.@\\/-]+$',
    },
    DeadLetterConfig: {
      members: {
        Arn: {
          min: 1,
          max: 1600,
          pattern: /^arn:aws[a-z-]*:sqs:[a-z0-9-]+:\d{12}:[a-zA-Z0-9\-_]+$/,
          patternText: '^arn:aws(-[a-z]+)?:sqs:[a-z0-9\\-]+:\\d{12}:[a-zA-Z0-9\\-_]+$',
        },
      },
    },
    RetryPolicy: {
      members: {
        MaximumEventAgeInSeconds: { min: 60, max: 86_400 },
        MaximumRetryAttempts: { min: 0, max: 185 },
      },
    },
    Input: { min: 1 },
    EventBridgeParameters: {
      members: {
        DetailType: { required: true, min: 1, max: 128 },
        Source: {
          required: true,
          min: 1,
          max: 256,
          pattern: new RegExp(`^(?:${source})$`),
          patternText: `^${source}$`,
        },
      },
    },
    KinesisParameters: { members: { PartitionKey: { required: true, min: 1, max: 256 } } },
    SqsParameters: { members: { MessageGroupId: { min: 1, max: 128 } } },
  },
};

const settings: InputShape = {
  Name: named,
  GroupName: name,
  ScheduleExpression: { required: true, min: 1, max: 256 },
  Description: { max: 512 },
  ScheduleExpressionTimezone: { min: 1, max: 50 },
  State: { enum: ['ENABLED', 'DISABLED'] },
  KmsKeyArn: {
    min: 1,
    max: 2048,
    pattern: /^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:(key|alias)\/[0-9a-zA-Z\-_]*$/,
    patternText: '^arn:aws(-[a-z]+)?:kms:[a-z0-9\\-]+:\\d{12}:(key|alias)\\/[0-9a-zA-Z-_]*$',
  },
  Target: target,
  FlexibleTimeWindow: {
    required: true,
    members: {
      Mode: { required: true, enum: ['OFF', 'FLEXIBLE'] },
      MaximumWindowInMinutes: { min: 1, max: 1440 },
    },
  },
  ClientToken: clientToken,
  ActionAfterCompletion: { enum: ['NONE', 'DELETE'] },
};

/** Constraints of inputs. */
export const schedulerShapes: Readonly<Record<string, InputShape>> = {
  CreateSchedule: settings,
  UpdateSchedule: settings,
  GetSchedule: { Name: named, GroupName: name },
  DeleteSchedule: { Name: named, GroupName: name, ClientToken: clientToken },
  ListSchedules: {
    GroupName: name,
    NamePrefix: name,
    State: { enum: ['ENABLED', 'DISABLED'] },
    NextToken: nextToken,
    MaxResults: maxResults,
  },
  CreateScheduleGroup: { Name: named, Tags: tags, ClientToken: clientToken },
  GetScheduleGroup: { Name: named },
  DeleteScheduleGroup: { Name: named, ClientToken: clientToken },
  ListScheduleGroups: { NamePrefix: name, NextToken: nextToken, MaxResults: maxResults },
  ListTagsForResource: { ResourceArn: taggable },
  TagResource: { ResourceArn: taggable, Tags: { required: true, ...tags } },
  UntagResource: { ResourceArn: taggable, TagKeys: { required: true, max: 200, each: { min: 1, max: 128 } } },
};
