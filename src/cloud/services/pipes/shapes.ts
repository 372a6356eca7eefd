import type { InputShape, MemberShape } from '../../service-kit/shapes.ts';

/* https://docs.aws.amazon.com/eventbridge/latest/pipes-reference/API_CreatePipe.html, and the pages of its structures. */

const arn: MemberShape = {
  min: 1,
  max: 1600,
  pattern: /^arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9-]+):([a-z]{2}((-gov)|(-iso(b?)))?-[a-z]+-\d{1})?:(\d{12})?:(.+)$/s,
  patternText:
    '^arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9\\-]+):([a-z]{2}((-gov)|(-iso(b?)))?-[a-z]+-\\d{1})?:(\\d{12})?:(.+)$',
};
const optionalArn: MemberShape = { ...arn, min: 0, pattern: new RegExp(`^$|${arn.pattern?.source}`, 's') };
/** Of self-managed Kafka the source is `smk://host:port`. */
const arnOrUrl: MemberShape = { ...arn, pattern: new RegExp(`^smk://[a-zA-Z0-9.:-]+$|${arn.pattern?.source}`, 's') };
const roleArn: MemberShape = {
  min: 1,
  max: 1600,
  pattern: /^arn:(aws[a-zA-Z0-9-]*):iam::\d{12}:role\/?[a-zA-Z0-9+=,.@\-_/]+$/,
};
const name: MemberShape = {
  required: true,
  min: 1,
  max: 64,
  pattern: /^[.\-_A-Za-z0-9]+$/,
  patternText: '[\\.\\-_A-Za-z0-9]+',
};
const states = ['RUNNING', 'STOPPED'];
const text = (max: number): MemberShape => ({ min: 1, max });
const batchSize: MemberShape = { min: 1, max: 10_000 };
const window: MemberShape = { min: 0, max: 300 };

const streamMembers = {
  BatchSize: batchSize,
  DeadLetterConfig: { members: { Arn: arn } },
  OnPartialBatchItemFailure: { enum: ['AUTOMATIC_BISECT'] },
  MaximumBatchingWindowInSeconds: window,
  MaximumRecordAgeInSeconds: { min: -1, max: 604_800 },
  MaximumRetryAttempts: { min: -1, max: 10_000 },
  ParallelizationFactor: { min: 1, max: 10 },
} as const satisfies InputShape;

const filterCriteria: MemberShape = {
  members: { Filters: { min: 0, max: 5, each: { members: { Pattern: { min: 0, max: 4096 } } } } },
};
const queueParameters: MemberShape = { members: { BatchSize: batchSize, MaximumBatchingWindowInSeconds: window } };

const sourceParameters: MemberShape = {
  members: {
    FilterCriteria: filterCriteria,
    KinesisStreamParameters: {
      members: {
        ...streamMembers,
        StartingPosition: { required: true, enum: ['TRIM_HORIZON', 'LATEST', 'AT_TIMESTAMP'] },
      },
    },
    DynamoDBStreamParameters: {
      members: { ...streamMembers, StartingPosition: { required: true, enum: ['TRIM_HORIZON', 'LATEST'] } },
    },
    SqsQueueParameters: queueParameters,
  },
};
const updatedSourceParameters: MemberShape = {
  members: {
    FilterCriteria: filterCriteria,
    KinesisStreamParameters: { members: streamMembers },
    DynamoDBStreamParameters: { members: streamMembers },
    SqsQueueParameters: queueParameters,
  },
};

const inputTemplate: MemberShape = { min: 0, max: 8192 };
const httpParameters: MemberShape = {
  members: {
    PathParameterValues: { each: {} },
    HeaderParameters: { each: { max: 512 } },
    QueryStringParameters: { each: { max: 512 } },
  },
};
const invocationType: MemberShape = { members: { InvocationType: { enum: ['REQUEST_RESPONSE', 'FIRE_AND_FORGET'] } } };

const targetParameters: MemberShape = {
  members: {
    InputTemplate: inputTemplate,
    LambdaFunctionParameters: invocationType,
    StepFunctionStateMachineParameters: invocationType,
    KinesisStreamParameters: { members: { PartitionKey: { required: true, min: 0, max: 256 } } },
    SqsQueueParameters: {
      members: { MessageGroupId: { min: 0, max: 100 }, MessageDeduplicationId: { min: 0, max: 100 } },
    },
    HttpParameters: httpParameters,
    EventBridgeEventBusParameters: {
      members: {
        EndpointId: text(50),
        DetailType: text(128),
        Source: text(256),
        Resources: { min: 0, max: 10, each: { min: 1, max: 1600 } },
        Time: text(256),
      },
    },
    CloudWatchLogsParameters: { members: { LogStreamName: text(256), Timestamp: text(256) } },
  },
};

const logConfiguration: MemberShape = {
  members: {
    Level: { required: true, enum: ['OFF', 'ERROR', 'INFO', 'TRACE'] },
    IncludeExecutionData: { each: { enum: ['ALL'] } },
    CloudwatchLogsLogDestination: { members: { LogGroupArn: { required: true, min: 1, max: 1600 } } },
  },
};

const changeable = {
  Description: { min: 0, max: 512 },
  DesiredState: { enum: states },
  Enrichment: optionalArn,
  EnrichmentParameters: { members: { InputTemplate: inputTemplate, HttpParameters: httpParameters } },
  TargetParameters: targetParameters,
  LogConfiguration: logConfiguration,
  KmsKeyIdentifier: { min: 0, max: 2048 },
} as const satisfies InputShape;

/** What AWS's validator holds the body of a CreatePipe against. */
export const createPipeBody: InputShape = {
  Source: { ...arnOrUrl, required: true },
  Target: { ...arn, required: true },
  RoleArn: { ...roleArn, required: true },
  SourceParameters: sourceParameters,
  Tags: { min: 1, max: 50, each: { min: 0, max: 256 } },
  ...changeable,
};

/** The same of an UpdatePipe. */
export const updatePipeBody: InputShape = {
  RoleArn: { ...roleArn, required: true },
  Target: arn,
  SourceParameters: updatedSourceParameters,
  ...changeable,
};

const resourceArn: MemberShape = {
  required: true,
  min: 1,
  max: 1600,
  pattern: /^arn:aws[a-zA-Z0-9-]*:pipes:[a-z]{2}(?:-gov|-isob?)?-[a-z]+-\d:\d{12}:pipe\/.+$/,
  patternText: 'arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9\\-]+):([a-z]{2}((-gov)|(-iso(b?)))?-[a-z]+-\\d{1})?:(\\d{12})?:(.+)',
};

/** What stands in paths and queries; bodies are held against their own shapes by the operations. */
export const pipesShapes: Readonly<Record<string, InputShape>> = {
  CreatePipe: { Name: name },
  UpdatePipe: { Name: name },
  DescribePipe: { Name: name },
  DeletePipe: { Name: name },
  StartPipe: { Name: name },
  StopPipe: { Name: name },
  ListPipes: {
    NamePrefix: { min: 1, max: 64, pattern: /^[.\-_A-Za-z0-9]+$/, patternText: '[\\.\\-_A-Za-z0-9]+' },
    DesiredState: { enum: states },
    CurrentState: {
      enum: [
        'RUNNING',
        'STOPPED',
        'CREATING',
        'UPDATING',
        'DELETING',
        'STARTING',
        'STOPPING',
        'CREATE_FAILED',
        'UPDATE_FAILED',
        'START_FAILED',
        'STOP_FAILED',
        'DELETE_FAILED',
        'CREATE_ROLLBACK_FAILED',
        'DELETE_ROLLBACK_FAILED',
        'UPDATE_ROLLBACK_FAILED',
      ],
    },
    SourcePrefix: { min: 1, max: 1600 },
    TargetPrefix: { min: 1, max: 1600 },
    NextToken: { min: 1, max: 2048, sensitive: true },
    Limit: { min: 1, max: 100 },
  },
  ListTagsForResource: { resourceArn },
  TagResource: { resourceArn, tags: { required: true, min: 1, max: 50, each: { min: 0, max: 256 } } },
  UntagResource: { resourceArn, tagKeys: { required: true, min: 0, max: 50, each: { min: 1, max: 128 } } },
};
