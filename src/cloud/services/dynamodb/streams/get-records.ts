import { createHash } from 'node:crypto';
import type { GetRecordsCommandInput } from '@aws-sdk/client-dynamodb-streams';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import { recordsLimit } from '../errors/stream-errors.ts';
import type { DynamoState, StreamInfo, StreamRecord } from '../state.ts';
import { checkNamed } from '../tables/check-input.ts';
import { iteratorOf, readIterator } from './iterator.ts';
import { getRecordsShape } from './shapes.ts';
import { findShard, openStream } from './shard.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_GetRecords.html */
const recordsMax = 1000;
const bytesMax = 2 ** 20;

interface Output {
  readonly Records: readonly object[];
  readonly NextShardIterator?: string;
}

/** Reads on from an iterator. The last page of a closed shard has no further one. */
export const getRecords: Operation<GetRecordsCommandInput, Output, DynamoState> = (state, input, context) => {
  checkNamed(input, getRecordsShape);
  const limit = input.Limit ?? recordsMax;
  if (limit > recordsMax) throw recordsLimit(limit);
  const nowMs = context.clock.now();
  const position = readIterator(input.ShardIterator ?? '', nowMs);
  const stream = openStream(state, position.streamArn, nowMs);
  const shard = findShard(state, stream, position.shardId);
  const page: StreamRecord[] = [];
  let bytes = 0;
  for (const record of state.records(stream.arn).values({ after: position.after })) {
    bytes += record.bytes;
    if (page.length === limit || (page.length > 0 && bytes > bytesMax)) break;
    page.push(record);
  }
  const after = page.at(-1)?.sequence ?? position.after;
  const isOver = shard.endingSequence !== undefined && after >= shard.endingSequence;
  return {
    Records: page.map((record) => describeRecord(record, stream, context)),
    ...(!isOver && { NextShardIterator: iteratorOf({ ...position, after, issuedMs: nowMs }) }),
  };
};

/** A record as the API and Lambda's events tell it. */
function describeRecord(record: StreamRecord, { arn, viewType }: StreamInfo, { region }: Pick<Context, 'region'>) {
  return {
    eventID: createHash('md5').update(`${arn} ${record.sequence}`).digest('hex'),
    eventName: record.eventName,
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: region,
    dynamodb: {
      // Told in whole seconds.
      ApproximateCreationDateTime: new Date(Math.floor(record.createdMs / 1000) * 1000),
      Keys: record.keys,
      ...(record.after && { NewImage: record.after }),
      ...(record.before && { OldImage: record.before }),
      SequenceNumber: record.sequence,
      SizeBytes: record.bytes,
      StreamViewType: viewType,
    },
    ...(record.isExpiry && { userIdentity: { Type: 'Service', PrincipalId: 'dynamodb.amazonaws.com' } }),
  };
}
