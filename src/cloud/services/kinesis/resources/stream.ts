import type { DescribeStreamSummaryOutput } from '@aws-sdk/client-kinesis';
import type { ResourceCalls, ResourceContext } from '../../../service-kit/contract.ts';
import { type Kinds, retag, unlessGone, type Values } from '../../../service-kit/properties.ts';
import { codedResourceType } from '../../../service-kit/resource-type.ts';
import { tagRecord } from '../../../service-kit/tags.ts';
import { invalidArgument } from '../errors.ts';
import { streamReading } from './stream-reading.ts';

const nameMax = 128;
const retentionDefault = 24;
const managedKey = 'alias/aws/kinesis';

const properties = {
  DesiredShardLevelMetrics: { list: 'text' },
  MaxRecordSizeInKiB: 'number',
  Name: 'text',
  RetentionPeriodHours: 'number',
  ShardCount: 'number',
  StreamEncryption: { members: { EncryptionType: 'text', KeyId: 'text' } },
  StreamModeDetails: { members: { StreamMode: 'text' } },
  Tags: 'tags',
  WarmThroughputMiBps: 'number',
} as const satisfies Kinds;

type Stream = Values<typeof properties>;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-kinesis-stream.html */
export const stream = codedResourceType({
  type: 'AWS::Kinesis::Stream',
  reading: streamReading,
  properties,
  attributes: ['Arn', 'WarmThroughputObject'],
  async create(p, context) {
    const StreamName = p.Name ?? context.generateName(nameMax);
    const mode = modeOf(p);
    await context.call('kinesis', 'CreateStream', {
      StreamName,
      StreamModeDetails: { StreamMode: mode },
      ...(mode === 'PROVISIONED' && { ShardCount: p.ShardCount ?? 1 }),
      ...(p.MaxRecordSizeInKiB !== undefined && { MaxRecordSizeInKiB: p.MaxRecordSizeInKiB }),
      ...(p.WarmThroughputMiBps !== undefined && { WarmThroughputMiBps: p.WarmThroughputMiBps }),
      Tags: tagRecord(p.Tags),
    });
    const state = await stateOf(StreamName, context);
    await applySettings(StreamName, p, undefined, context);
    return state;
  },
  async update(state, p, previous, context) {
    const StreamName = state.physicalId;
    const StreamARN = state.attributes?.Arn;
    const mode = modeOf(p);
    if (mode !== modeOf(previous)) {
      await context.call('kinesis', 'UpdateStreamMode', { StreamARN, StreamModeDetails: { StreamMode: mode } });
    }
    const TargetShardCount = p.ShardCount;
    if (mode === 'PROVISIONED' && TargetShardCount !== undefined && TargetShardCount !== previous.ShardCount) {
      const ScalingType = 'UNIFORM_SCALING';
      await context.call('kinesis', 'UpdateShardCount', { StreamName, TargetShardCount, ScalingType });
    }
    if (p.MaxRecordSizeInKiB !== undefined && p.MaxRecordSizeInKiB !== previous.MaxRecordSizeInKiB) {
      const { MaxRecordSizeInKiB } = p;
      await context.call('kinesis', 'UpdateMaxRecordSize', { StreamARN, MaxRecordSizeInKiB });
    }
    if (p.WarmThroughputMiBps !== undefined && p.WarmThroughputMiBps !== previous.WarmThroughputMiBps) {
      const { WarmThroughputMiBps } = p;
      await context.call('kinesis', 'UpdateStreamWarmThroughput', { StreamARN, WarmThroughputMiBps });
    }
    await applySettings(StreamName, p, previous, context);
    await retag(p.Tags, previous.Tags, {
      untag: (TagKeys) => context.call('kinesis', 'RemoveTagsFromStream', { StreamName, TagKeys }),
      tag: (tags) => context.call('kinesis', 'AddTagsToStream', { StreamName, Tags: tagRecord(tags) }),
    });
    return state;
  },
  delete: (state, _, context) =>
    unlessGone(
      context.call('kinesis', 'DeleteStream', { StreamName: state.physicalId, EnforceConsumerDeletion: true }),
      'ResourceNotFoundException',
    ),
});

/** Without a mode, a shard count says that capacity is provisioned. Throws for a count of streams on demand. */
function modeOf({ ShardCount, StreamModeDetails }: Partial<Stream>): string {
  const mode = StreamModeDetails?.StreamMode ?? (ShardCount === undefined ? 'ON_DEMAND' : 'PROVISIONED');
  if (mode === 'PROVISIONED' || ShardCount === undefined) return mode;
  throw invalidArgument('ShardCount is not expected when StreamMode=ON_DEMAND');
}

async function stateOf(StreamName: string, { call }: ResourceCalls) {
  const { StreamDescriptionSummary: summary } = await call<DescribeStreamSummaryOutput>(
    'kinesis',
    'DescribeStreamSummary',
    { StreamName },
  );
  const attributes = { Arn: summary?.StreamARN, WarmThroughputObject: summary?.WarmThroughput };
  return { physicalId: StreamName, attributes };
}

/** What operations of their own set. */
async function applySettings(
  StreamName: string,
  p: Stream,
  previous: Stream | undefined,
  context: ResourceContext,
): Promise<void> {
  const call = (operation: string, input: object) => context.call('kinesis', operation, { StreamName, ...input });
  const RetentionPeriodHours = p.RetentionPeriodHours ?? retentionDefault;
  const retentionBefore = previous?.RetentionPeriodHours ?? retentionDefault;
  if (RetentionPeriodHours !== retentionBefore) {
    const verb = RetentionPeriodHours > retentionBefore ? 'Increase' : 'Decrease';
    await call(`${verb}StreamRetentionPeriod`, { RetentionPeriodHours });
  }
  const keyOf = ({ StreamEncryption }: Stream) => StreamEncryption && (StreamEncryption.KeyId ?? managedKey);
  const KeyId = keyOf(p);
  const keyBefore = previous && keyOf(previous);
  if (KeyId !== keyBefore) {
    await call(KeyId ? 'StartStreamEncryption' : 'StopStreamEncryption', {
      EncryptionType: 'KMS',
      KeyId: KeyId ?? keyBefore,
    });
  }
  const metrics = p.DesiredShardLevelMetrics ?? [];
  const before = previous?.DesiredShardLevelMetrics ?? [];
  const gone = before.filter((metric) => !metrics.includes(metric));
  const added = metrics.filter((metric) => !before.includes(metric));
  if (gone.length > 0) await call('DisableEnhancedMonitoring', { ShardLevelMetrics: gone });
  if (added.length > 0) await call('EnableEnhancedMonitoring', { ShardLevelMetrics: added });
}
