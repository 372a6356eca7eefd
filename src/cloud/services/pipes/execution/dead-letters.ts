import { createDeliveries, type Deliveries, type Message } from '../../../delivery/deliveries.ts';
import type { LostRecords } from '../../../event-sources/consumer.ts';
import type { PipeRecord } from '../state.ts';

/** What pipes could not deliver goes to the pipe's dead-letter queue or topic. */
export const pipesDeliveries: Deliveries<unknown> = createDeliveries<unknown>({
  service: 'pipes',
  operation: 'DeliverDeadLetter',
});

/** AWS does not say how often a dead-letter target is asked. */
const retry = {
  attemptsMax: 5,
  ageMsMax: 6 * 3_600_000,
  backoff: { firstMs: 1000, factor: 2, maxMs: 300_000, jitter: 0.5 },
};

/** What tells of records that nobody will try again: where they are, not what they are. Undefined without a target. */
export function lostMessage(pipe: PipeRecord, lost: LostRecords, nowMs: number): Message | undefined {
  const { DynamoDBStreamParameters, KinesisStreamParameters } = pipe.sourceParameters;
  const to = (DynamoDBStreamParameters ?? KinesisStreamParameters)?.DeadLetterConfig?.Arn;
  if (to === undefined) return undefined;
  const { condition, shardId, first, last, batchSize } = lost;
  const at = (createdMs: number) => new Date(createdMs).toISOString().replace('.000Z', 'Z');
  const batch = {
    shardId,
    startSequenceNumber: first.sequence,
    endSequenceNumber: last.sequence,
    approximateArrivalOfFirstRecord: at(first.createdMs),
    approximateArrivalOfLastRecord: at(last.createdMs),
    batchSize,
    streamArn: pipe.source,
  };
  const record = {
    context: { partnerResourceArn: pipe.arn, condition },
    version: '1.0',
    timestamp: new Date(nowMs).toISOString(),
    ...(DynamoDBStreamParameters ? { DDBStreamBatchInfo: batch } : { KinesisBatchInfo: batch }),
  };
  return { to, payload: JSON.stringify(record), retry };
}
