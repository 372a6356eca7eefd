import type { Service } from '../../service-kit/contract.ts';
import { emptyOperations } from '../../service-kit/empty-operations.ts';
import { kinesisEmptyReads } from './empty-reads.ts';
import { kinesisExploredState } from './explored-state.ts';
import { kinesisFaults } from './faults.ts';
import { kinesisMetrics } from './metrics.ts';
import { describeLimits } from './operations/account.ts';
import * as consumers from './operations/consumers.ts';
import { putRecord, putRecords } from './operations/put-records.ts';
import { getRecords, getShardIterator } from './operations/read-records.ts';
import { deleteResourcePolicy, getResourcePolicy, putResourcePolicy } from './operations/resource-policies.ts';
import { listShards, mergeShards, splitShard, updateShardCount } from './operations/shards.ts';
import * as settings from './operations/stream-settings.ts';
import * as streams from './operations/streams.ts';
import { subscribeToShard } from './operations/subscribe-to-shard.ts';
import * as tags from './operations/tags.ts';
import { kinesisResources } from './resources/resources.ts';
import { KinesisRuntime } from './runtime.ts';
import { kinesisShapes } from './shapes.ts';
import { type KinesisState, openKinesisState } from './state.ts';
import { kinesisStoredOnly } from './stored-only.ts';
import { streamNameIn } from './streams/find-stream.ts';
import { kinesisTagging } from './tagging.ts';

/** Kinesis Data Streams. */
export const kinesis: Service<KinesisState, KinesisRuntime> = {
  name: 'kinesis',
  title: 'Kinesis',
  faults: kinesisFaults,
  exploredState: kinesisExploredState,
  state: openKinesisState,
  shapes: kinesisShapes,
  metrics: kinesisMetrics,
  storedOnly: kinesisStoredOnly,
  operations: {
    CreateStream: streams.createStream,
    DeleteStream: streams.deleteStream,
    DescribeStream: streams.describeStream,
    DescribeStreamSummary: streams.describeStreamSummary,
    ListStreams: streams.listStreams,
    DescribeLimits: describeLimits,
    UpdateStreamMode: settings.updateStreamMode,
    IncreaseStreamRetentionPeriod: settings.increaseStreamRetentionPeriod,
    DecreaseStreamRetentionPeriod: settings.decreaseStreamRetentionPeriod,
    StartStreamEncryption: settings.startStreamEncryption,
    StopStreamEncryption: settings.stopStreamEncryption,
    EnableEnhancedMonitoring: settings.enableEnhancedMonitoring,
    DisableEnhancedMonitoring: settings.disableEnhancedMonitoring,
    UpdateMaxRecordSize: settings.updateMaxRecordSize,
    UpdateStreamWarmThroughput: settings.updateStreamWarmThroughput,

    ListShards: listShards,
    SplitShard: splitShard,
    MergeShards: mergeShards,
    UpdateShardCount: updateShardCount,

    PutRecord: putRecord,
    PutRecords: putRecords,
    GetShardIterator: getShardIterator,
    GetRecords: getRecords,

    RegisterStreamConsumer: consumers.registerStreamConsumer,
    DescribeStreamConsumer: consumers.describeStreamConsumer,
    DeregisterStreamConsumer: consumers.deregisterStreamConsumer,
    ListStreamConsumers: consumers.listStreamConsumers,
    SubscribeToShard: subscribeToShard,

    AddTagsToStream: tags.addTagsToStream,
    RemoveTagsFromStream: tags.removeTagsFromStream,
    ListTagsForStream: tags.listTagsForStream,
    TagResource: tags.tagResource,
    UntagResource: tags.untagResource,
    ListTagsForResource: tags.listTagsForResource,
    PutResourcePolicy: putResourcePolicy,
    GetResourcePolicy: getResourcePolicy,
    DeleteResourcePolicy: deleteResourcePolicy,
    ...emptyOperations('kinesis', kinesisEmptyReads),
  },
  emptyReads: kinesisEmptyReads,
  resourceOf: (_operation, { StreamName, StreamARN, ConsumerARN, ResourceARN }) =>
    typeof StreamName === 'string' ? StreamName : streamNameIn(String(StreamARN ?? ConsumerARN ?? ResourceARN ?? '')),
  resources: kinesisResources,
  tagging: kinesisTagging,
  start: (kernel) => new KinesisRuntime(kernel),
};
