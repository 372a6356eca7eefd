import { expect, it } from 'vitest';
import { type Handling, handleRecords } from './handle-records.ts';
import type { SourceRecord } from './stream-event.ts';

it('records are given up for good only when the destination has been told: a kill in between loses nothing', async () => {
  const happened: string[] = [];
  const handling = {
    mapping: { functionName: 'f', stream: { maximumRetries: 0, maximumAgeSeconds: -1, onFailure: 'arn:queue' } },
    shardId: 'shard',
    where: { account: '000000000000', region: 'us-east-1' },
    calls: {
      streamArn: 'arn:aws:dynamodb:us-east-1:000000000000:table/t/stream/s',
      invoke: async () => ({ FunctionError: 'Unhandled' }),
      tell: async () => happened.push('told'),
    },
    kernel: { random: { uuid: () => 'id' }, clock: { now: () => 0 } },
    isOver: () => false,
    done: (sequence: string) => happened.push(`done ${sequence}`),
  } as unknown as Handling;
  const record = {
    dynamodb: { SequenceNumber: '7', ApproximateCreationDateTime: new Date(0) },
  } as unknown as SourceRecord;

  await handleRecords(handling, [record]);

  expect(happened).toEqual(['told', 'done 7']);
});
