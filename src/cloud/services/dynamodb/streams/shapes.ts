import type { InputShape, MemberShape } from '../../../service-kit/shapes.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Types_Amazon_DynamoDB_Streams.html */
const streamArn: MemberShape = { min: 37, max: 1024 };
const StreamArn: MemberShape = { required: true, ...streamArn };
const shardId: MemberShape = { min: 28, max: 65 };
const SequenceNumber: MemberShape = { min: 21, max: 40 };

export const listStreamsShape: InputShape = {
  ExclusiveStartStreamArn: streamArn,
  Limit: { min: 1, max: 100 },
  TableName: { min: 3, max: 255, pattern: /^[a-zA-Z0-9_.-]+$/, patternText: '[a-zA-Z0-9_.-]+' },
};

export const describeStreamShape: InputShape = {
  StreamArn,
  Limit: { min: 1, max: 100 },
  ExclusiveStartShardId: shardId,
};

export const getShardIteratorShape: InputShape = {
  StreamArn,
  ShardId: { required: true, ...shardId },
  ShardIteratorType: {
    required: true,
    enum: ['AFTER_SEQUENCE_NUMBER', 'LATEST', 'AT_SEQUENCE_NUMBER', 'TRIM_HORIZON'],
  },
  SequenceNumber,
};

export const getRecordsShape: InputShape = {
  ShardIterator: { required: true, min: 1, max: 2048 },
  Limit: { min: 1 },
};
