import type { InputShape, MemberShape } from '../../service-kit/shapes.ts';

const DeliveryStreamName: MemberShape = {
  required: true,
  min: 1,
  max: 64,
  pattern: /^[a-zA-Z0-9_.-]+$/,
  patternText: '[a-zA-Z0-9_.-]+',
};
const named: InputShape = { DeliveryStreamName };
const tags: MemberShape = { min: 1, max: 50 };
const role: MemberShape = { min: 1, max: 512, pattern: /^arn:.*/, patternText: 'arn:.*' };
const buffering: MemberShape = {
  members: { SizeInMBs: { min: 1, max: 128 }, IntervalInSeconds: { min: 0, max: 900 } },
};
const compression: MemberShape = { enum: ['UNCOMPRESSED', 'GZIP', 'ZIP', 'Snappy', 'HADOOP_SNAPPY'] };

const target = (isRequired: boolean): InputShape => ({
  RoleARN: { ...role, required: isRequired },
  BucketARN: { min: 1, max: 2048, pattern: /^arn:.*/, patternText: 'arn:.*', required: isRequired },
  Prefix: { max: 1024 },
  ErrorOutputPrefix: { max: 1024 },
  BufferingHints: buffering,
  CompressionFormat: compression,
});

const data: MemberShape = { required: true, max: 1_024_000 }; // AWS: 1,000 KiB
const record: MemberShape = { required: true, members: { Data: data } };

/** Constraints of inputs. https://docs.aws.amazon.com/firehose/latest/APIReference/API_Operations.html */
export const firehoseShapes: Readonly<Record<string, InputShape>> = {
  CreateDeliveryStream: {
    DeliveryStreamName,
    DeliveryStreamType: { enum: ['DirectPut', 'KinesisStreamAsSource', 'MSKAsSource', 'DatabaseAsSource'] },
    KinesisStreamSourceConfiguration: {
      members: {
        KinesisStreamARN: { min: 1, max: 512, pattern: /^arn:.*/, patternText: 'arn:.*', required: true },
        RoleARN: { ...role, required: true },
      },
    },
    S3DestinationConfiguration: { members: target(true) },
    ExtendedS3DestinationConfiguration: { members: target(true) },
    Tags: tags,
  },
  DeleteDeliveryStream: named,
  DescribeDeliveryStream: { DeliveryStreamName, Limit: { min: 1, max: 10_000 } },
  ListDeliveryStreams: { Limit: { min: 1, max: 10_000 } },
  UpdateDestination: {
    DeliveryStreamName,
    CurrentDeliveryStreamVersionId: { required: true, min: 1, max: 50, pattern: /^[0-9]+$/, patternText: '[0-9]+' },
    DestinationId: { required: true, min: 1, max: 100, pattern: /^[a-zA-Z0-9-]+$/, patternText: '[a-zA-Z0-9-]+' },
    S3DestinationUpdate: { members: target(false) },
    ExtendedS3DestinationUpdate: { members: target(false) },
  },
  PutRecord: { DeliveryStreamName, Record: record },
  PutRecordBatch: {
    DeliveryStreamName,
    Records: { required: true, min: 1, max: 500, each: { members: { Data: data } } },
  },
  TagDeliveryStream: { DeliveryStreamName, Tags: { ...tags, required: true } },
  UntagDeliveryStream: { DeliveryStreamName, TagKeys: { required: true, min: 1, max: 50 } },
  ListTagsForDeliveryStream: { DeliveryStreamName, Limit: { min: 1, max: 50 } },
  StartDeliveryStreamEncryption: named,
  StopDeliveryStreamEncryption: named,
};
