import { parseJson } from '../../kernel/json.ts';
import type { StreamRecord } from './stream-source.ts';

/** A record as GetRecords answers it. */
export interface KinesisRecord {
  readonly SequenceNumber: string;
  readonly ApproximateArrivalTimestamp: Date;
  readonly Data: Uint8Array;
  readonly PartitionKey: string;
}

/** Of which stream, and for whom. */
export interface KinesisPlace {
  readonly streamArn: string;
  readonly region: string;
  readonly shardId: string;
  /** The role of the function or the pipe that gets it; undefined for none. */
  readonly identityArn: string | undefined;
}

/** As pollers handle it. https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html */
export function kinesisRecord(record: KinesisRecord, place: KinesisPlace): StreamRecord {
  const { SequenceNumber: sequence, PartitionKey: partitionKey, Data } = record;
  const createdMs = record.ApproximateArrivalTimestamp.getTime();
  const data = Buffer.from(Data.buffer, Data.byteOffset, Data.byteLength);
  const kinesis = {
    kinesisSchemaVersion: '1.0',
    partitionKey,
    sequenceNumber: sequence,
    data: data.toString('base64'),
    approximateArrivalTimestamp: createdMs / 1000,
  };
  const event = {
    kinesis,
    eventSource: 'aws:kinesis',
    eventVersion: '1.0',
    eventID: `${place.shardId}:${sequence}`,
    eventName: 'aws:kinesis:record',
    ...(place.identityArn !== undefined && { invokeIdentityArn: place.identityArn }),
    awsRegion: place.region,
    eventSourceARN: place.streamArn,
  };
  return {
    sequence,
    createdMs,
    partition: partitionKey,
    text: JSON.stringify(event),
    // Read only where there are filters: most mappings have none.
    get filterView() {
      return { ...event, ...kinesis, data: parseJson(data.toString()) };
    },
  };
}
