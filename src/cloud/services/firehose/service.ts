import type { Service } from '../../service-kit/contract.ts';
import { namedBy } from '../../service-kit/resource-of.ts';
import { sealBuffer } from './delivery/buffer.ts';
import { deliverBatch } from './delivery/deliver-batch.ts';
import { firehoseExploredState } from './explored-state.ts';
import { firehoseFaults } from './faults.ts';
import { firehoseMetrics } from './metrics.ts';
import { putRecord, putRecordBatch, takeFromSource } from './operations/put-records.ts';
import * as settings from './operations/settings.ts';
import * as streams from './operations/streams.ts';
import { firehoseResources } from './resources/resources.ts';
import { FirehoseRuntime } from './runtime.ts';
import { firehoseShapes } from './shapes.ts';
import { type FirehoseState, openFirehoseState } from './state.ts';
import { firehoseStoredOnly } from './stored-only.ts';
import { firehoseTagging } from './tagging.ts';

/** Amazon Data Firehose: streams into buckets. */
export const firehose: Service<FirehoseState, FirehoseRuntime> = {
  name: 'firehose',
  title: 'Firehose',
  faults: firehoseFaults,
  exploredState: firehoseExploredState,
  resourceOf: namedBy('DeliveryStreamName', 'Name'),
  state: openFirehoseState,
  shapes: firehoseShapes,
  metrics: firehoseMetrics(),
  operations: {
    CreateDeliveryStream: streams.createDeliveryStream,
    DeleteDeliveryStream: streams.deleteDeliveryStream,
    DescribeDeliveryStream: streams.describeDeliveryStream,
    ListDeliveryStreams: streams.listDeliveryStreams,
    UpdateDestination: streams.updateDestination,
    PutRecord: putRecord,
    PutRecordBatch: putRecordBatch,
    TagDeliveryStream: settings.tagDeliveryStream,
    UntagDeliveryStream: settings.untagDeliveryStream,
    ListTagsForDeliveryStream: settings.listTagsForDeliveryStream,
    StartDeliveryStreamEncryption: settings.startDeliveryStreamEncryption,
    StopDeliveryStreamEncryption: settings.stopDeliveryStreamEncryption,
    // Ours: made by the scheduler and by readers of sources alone, the wire does not know them.
    TakeFromSource: takeFromSource,
    SealBuffer: sealBuffer,
    DeliverBatch: deliverBatch,
  },
  resources: firehoseResources,
  tagging: firehoseTagging,
  storedOnly: firehoseStoredOnly,
  start: (kernel) => new FirehoseRuntime(kernel),
};
