import { expect, it } from 'vitest';
import { type Handling, handleRecords } from './handle-records.ts';
import type { StreamRecord } from './stream-source.ts';

it('records are given up for good only when the consumer has been told: a kill in between loses nothing', async () => {
  const happened: string[] = [];
  const handling = {
    consumer: {
      handle: async () => ({ failed: 'all', functionError: 'Unhandled' }),
      giveUp: () => happened.push('told'),
    },
    stream: { maximumRetries: 0, maximumAgeSeconds: -1, bisects: false },
    shardId: 'shard',
    kernel: { clock: { now: () => 0 } },
    isOver: () => false,
    done: (sequence: string) => happened.push(`done ${sequence}`),
  } as unknown as Handling;
  const record: StreamRecord = { sequence: '7', createdMs: 0, filterView: {}, text: '{}' };

  await handleRecords(handling, [record]);

  expect(happened).toEqual(['told', 'done 7']);
});
