import { isDeepStrictEqual } from 'node:util';
import type { CreateDeliveryStreamOutput, DescribeDeliveryStreamOutput } from '@aws-sdk/client-firehose';
import type { ResourceCalls } from '../../../service-kit/contract.ts';
import { type Kinds, retag, unlessGone, type Values } from '../../../service-kit/properties.ts';
import { codedResourceType } from '../../../service-kit/resource-type.ts';
import { destinationId } from '../streams/find-stream.ts';

const nameMax = 64;

const plain = {
  BucketARN: 'text',
  BufferingHints: { members: { IntervalInSeconds: 'number', SizeInMBs: 'number' } },
  CloudWatchLoggingOptions: { members: { Enabled: 'flag', LogGroupName: 'text', LogStreamName: 'text' } },
  CompressionFormat: 'text',
  EncryptionConfiguration: 'record',
  ErrorOutputPrefix: 'text',
  Prefix: 'text',
  RoleARN: 'text',
} as const satisfies Kinds;

const extended = {
  ...plain,
  CustomTimeZone: 'text',
  DataFormatConversionConfiguration: 'record',
  DynamicPartitioningConfiguration: {
    members: { Enabled: 'flag', RetryOptions: { members: { DurationInSeconds: 'number' } } },
  },
  FileExtension: 'text',
  ProcessingConfiguration: {
    members: {
      Enabled: 'flag',
      Processors: {
        list: {
          members: {
            Parameters: { list: { members: { ParameterName: 'text', ParameterValue: 'text' } } },
            Type: 'text',
          },
        },
      },
    },
  },
  S3BackupConfiguration: { members: plain },
  S3BackupMode: 'text',
} as const satisfies Kinds;

const properties = {
  DeliveryStreamEncryptionConfigurationInput: 'record',
  DeliveryStreamName: 'text',
  DeliveryStreamType: 'text',
  DirectPutSourceConfiguration: 'record',
  ExtendedS3DestinationConfiguration: { members: extended },
  KinesisStreamSourceConfiguration: { members: { KinesisStreamARN: 'text', RoleARN: 'text' } },
  S3DestinationConfiguration: { members: plain },
  Tags: 'tags',
} as const satisfies Kinds;

const elsewhere = 'streams deliver to buckets alone';
const otherSources = 'streams take records that are put, or those of a stream of Kinesis';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-kinesisfirehose-deliverystream.html */
export const deliveryStream = codedResourceType({
  type: 'AWS::KinesisFirehose::DeliveryStream',
  properties,
  refused: {
    AmazonOpenSearchServerlessDestinationConfiguration: elsewhere,
    AmazonopensearchserviceDestinationConfiguration: elsewhere,
    DatabaseSourceConfiguration: otherSources,
    ElasticsearchDestinationConfiguration: elsewhere,
    HttpEndpointDestinationConfiguration: elsewhere,
    IcebergDestinationConfiguration: elsewhere,
    MSKSourceConfiguration: otherSources,
    RedshiftDestinationConfiguration: elsewhere,
    SnowflakeDestinationConfiguration: elsewhere,
    SplunkDestinationConfiguration: elsewhere,
  },
  attributes: ['Arn'],
  async create({ DeliveryStreamName = undefined, ...p }, context) {
    const name = DeliveryStreamName ?? context.generateName(nameMax);
    const input = { ...p, DeliveryStreamName: name, Tags: p.Tags.length > 0 ? p.Tags : undefined };
    const { DeliveryStreamARN } = await context.call<CreateDeliveryStreamOutput>(
      'firehose',
      'CreateDeliveryStream',
      input,
    );
    return { physicalId: name, attributes: { Arn: DeliveryStreamARN } };
  },
  async update(state, p, previous, context) {
    const DeliveryStreamName = state.physicalId;
    const described = await describe(DeliveryStreamName, context);
    const { S3BackupConfiguration, ...update } = p.ExtendedS3DestinationConfiguration ?? {};
    await context.call('firehose', 'UpdateDestination', {
      DeliveryStreamName,
      CurrentDeliveryStreamVersionId: described?.VersionId,
      DestinationId: destinationId,
      ...(p.S3DestinationConfiguration
        ? { S3DestinationUpdate: p.S3DestinationConfiguration }
        : { ExtendedS3DestinationUpdate: { ...update, S3BackupUpdate: S3BackupConfiguration } }),
    });
    await changeEncryption(DeliveryStreamName, p, previous, context);
    await retag(p.Tags, previous.Tags, {
      untag: (TagKeys) => context.call('firehose', 'UntagDeliveryStream', { DeliveryStreamName, TagKeys }),
      tag: (Tags) => context.call('firehose', 'TagDeliveryStream', { DeliveryStreamName, Tags }),
    });
    return state;
  },
  delete: ({ physicalId: DeliveryStreamName }, _, context) =>
    unlessGone(context.call('firehose', 'DeleteDeliveryStream', { DeliveryStreamName }), 'ResourceNotFoundException'),
});

/** It is switched on, off, or to another key. */
async function changeEncryption(
  DeliveryStreamName: string,
  { DeliveryStreamEncryptionConfigurationInput: wanted }: Encrypted,
  { DeliveryStreamEncryptionConfigurationInput: before }: Encrypted,
  context: ResourceCalls,
): Promise<void> {
  if (isDeepStrictEqual(wanted, before)) return;
  const operation = wanted ? 'StartDeliveryStreamEncryption' : 'StopDeliveryStreamEncryption';
  const input = { DeliveryStreamName, ...(wanted && { DeliveryStreamEncryptionConfigurationInput: wanted }) };
  await context.call('firehose', operation, input);
}

type Encrypted = Pick<Values<typeof properties>, 'DeliveryStreamEncryptionConfigurationInput'>;

const describe = async (DeliveryStreamName: string, context: ResourceCalls) =>
  (await context.call<DescribeDeliveryStreamOutput>('firehose', 'DescribeDeliveryStream', { DeliveryStreamName }))
    .DeliveryStreamDescription;
