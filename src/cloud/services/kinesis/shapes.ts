import type { InputShape, MemberShape } from '../../service-kit/shapes.ts';

/* https://docs.aws.amazon.com/kinesis/latest/APIReference/API_Operations.html, the request of each. */

const name: MemberShape = { min: 1, max: 128, pattern: /^[a-zA-Z0-9_.-]+$/, patternText: '[a-zA-Z0-9_.-]+' };
const arnOf = (text: string, pattern: RegExp): MemberShape => ({ min: 1, max: 2048, pattern, patternText: text });
const streamArn = arnOf('arn:aws.*:kinesis:.*:\\d{12}:stream/\\S+', /^arn:aws.*:kinesis:.*:\d{12}:stream\/\S+$/);
const consumerArn = arnOf(
  '^(arn):aws.*:kinesis:.*:\\d{12}:.*stream\\/[a-zA-Z0-9_.-]+\\/consumer\\/[a-zA-Z0-9_.-]+:[0-9]+',
  /^(arn):aws.*:kinesis:.*:\d{12}:.*stream\/[a-zA-Z0-9_.-]+\/consumer\/[a-zA-Z0-9_.-]+:[0-9]+/,
);
const resourceArn = arnOf('arn:aws.*:kinesis:.*:\\d{12}:.*stream/\\S+', /^arn:aws.*:kinesis:.*:\d{12}:.*stream\/\S+$/);
const hashKey: MemberShape = { pattern: /^(?:0|[1-9]\d{0,38})$/, patternText: '0|([1-9]\\d{0,38})' };
const sequence: MemberShape = { pattern: /^(?:0|[1-9]\d{0,128})$/, patternText: '0|([1-9]\\d{0,128})' };
const required = (shape: MemberShape): MemberShape => ({ required: true, ...shape });

const onStream = { StreamName: name, StreamARN: streamArn } satisfies InputShape;
const modes = ['PROVISIONED', 'ON_DEMAND'];
const modeDetails: MemberShape = { members: { StreamMode: { required: true, enum: modes } } };
const iteratorTypes = ['AFTER_SEQUENCE_NUMBER', 'LATEST', 'AT_TIMESTAMP', 'AT_SEQUENCE_NUMBER', 'TRIM_HORIZON'];
const metrics = [
  'IncomingBytes',
  'OutgoingRecords',
  'IteratorAgeMilliseconds',
  'IncomingRecords',
  'ReadProvisionedThroughputExceeded',
  'WriteProvisionedThroughputExceeded',
  'OutgoingBytes',
  'ALL',
];
const encryption: InputShape = {
  ...onStream,
  EncryptionType: { required: true, enum: ['KMS', 'NONE'] },
  KeyId: { required: true, min: 1, max: 2048 },
};
const monitoring: InputShape = {
  ...onStream,
  ShardLevelMetrics: { required: true, min: 1, max: 7, each: { enum: metrics } },
};
const tags: MemberShape = { required: true, min: 1, max: 200 };
const tagKeys: MemberShape = { required: true, min: 1, max: 50, each: { min: 1, max: 128 } };
const retention: InputShape = { ...onStream, RetentionPeriodHours: { required: true } };
const token: MemberShape = { min: 1, max: 1_048_576 };
const dataMax = 10_485_760;
const partitionKey: MemberShape = { required: true, min: 1, max: 256 };
const onConsumer: InputShape = { StreamARN: streamArn, ConsumerName: name, ConsumerARN: consumerArn };
const distribution = ['AUTO', 'USER_PARTITION_KEY'];

export const kinesisShapes: Readonly<Record<string, InputShape>> = {
  CreateStream: {
    StreamName: required(name),
    ShardCount: { min: 1 },
    StreamModeDetails: modeDetails,
    MaxRecordSizeInKiB: { min: 1024, max: 10240 },
    RecordDistributionStrategy: { enum: distribution },
  },
  DeleteStream: onStream,
  DescribeStream: { ...onStream, Limit: { min: 1, max: 10_000 }, ExclusiveStartShardId: name },
  DescribeStreamSummary: onStream,
  ListStreams: { Limit: { min: 1, max: 10_000 }, ExclusiveStartStreamName: name, NextToken: token },
  UpdateStreamMode: { StreamARN: required(streamArn), StreamModeDetails: required(modeDetails) },
  IncreaseStreamRetentionPeriod: retention,
  DecreaseStreamRetentionPeriod: retention,
  StartStreamEncryption: encryption,
  StopStreamEncryption: encryption,
  EnableEnhancedMonitoring: monitoring,
  DisableEnhancedMonitoring: monitoring,
  UpdateMaxRecordSize: { StreamARN: streamArn, MaxRecordSizeInKiB: { required: true, min: 1024, max: 10240 } },
  UpdateStreamWarmThroughput: { ...onStream, WarmThroughputMiBps: { required: true, min: 0 } },
  UpdateShardCount: {
    ...onStream,
    TargetShardCount: { required: true, min: 1 },
    ScalingType: { required: true, enum: ['UNIFORM_SCALING'] },
  },
  SplitShard: { ...onStream, ShardToSplit: required(name), NewStartingHashKey: required(hashKey) },
  MergeShards: { ...onStream, ShardToMerge: required(name), AdjacentShardToMerge: required(name) },
  ListShards: {
    ...onStream,
    NextToken: token,
    ExclusiveStartShardId: name,
    MaxResults: { min: 1, max: 10_000 },
    ShardFilter: {
      members: {
        Type: {
          required: true,
          enum: [
            'AFTER_SHARD_ID',
            'AT_TRIM_HORIZON',
            'FROM_TRIM_HORIZON',
            'AT_LATEST',
            'AT_TIMESTAMP',
            'FROM_TIMESTAMP',
          ],
        },
        ShardId: name,
      },
    },
  },
  PutRecord: {
    ...onStream,
    Data: { required: true, max: dataMax },
    PartitionKey: partitionKey,
    ExplicitHashKey: hashKey,
    SequenceNumberForOrdering: sequence,
  },
  PutRecords: {
    ...onStream,
    Records: {
      required: true,
      min: 1,
      max: 500,
      each: {
        members: { Data: { required: true, max: dataMax }, ExplicitHashKey: hashKey, PartitionKey: partitionKey },
      },
    },
  },
  GetShardIterator: {
    ...onStream,
    ShardId: required(name),
    ShardIteratorType: { required: true, enum: iteratorTypes },
    StartingSequenceNumber: sequence,
  },
  GetRecords: {
    ShardIterator: { required: true, min: 1, max: 512 },
    Limit: { min: 1, max: 10_000 },
    StreamARN: streamArn,
  },
  RegisterStreamConsumer: { StreamARN: required(streamArn), ConsumerName: required(name) },
  DescribeStreamConsumer: onConsumer,
  DeregisterStreamConsumer: onConsumer,
  ListStreamConsumers: {
    StreamARN: required(streamArn),
    NextToken: token,
    MaxResults: { min: 1, max: 10_000 },
  },
  SubscribeToShard: {
    ConsumerARN: required(consumerArn),
    ShardId: required(name),
    StartingPosition: {
      required: true,
      members: { Type: { required: true, enum: iteratorTypes }, SequenceNumber: sequence },
    },
  },
  AddTagsToStream: { ...onStream, Tags: tags },
  RemoveTagsFromStream: { ...onStream, TagKeys: tagKeys },
  ListTagsForStream: { ...onStream, ExclusiveStartTagKey: { min: 1, max: 128 }, Limit: { min: 1, max: 50 } },
  TagResource: { Tags: tags, ResourceARN: required(resourceArn) },
  UntagResource: { TagKeys: tagKeys, ResourceARN: required(resourceArn) },
  ListTagsForResource: { ResourceARN: required(resourceArn) },
  PutResourcePolicy: { ResourceARN: required(resourceArn), Policy: { required: true } },
  GetResourcePolicy: { ResourceARN: required(resourceArn) },
  DeleteResourcePolicy: { ResourceARN: required(resourceArn) },
};
