import { CreateStreamCommand, KinesisClient, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import { expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud({ clock: 'virtual', enforceCapacity: true });
const StreamName = 'orders';

it('a shard takes a thousand records in a second; the others of a batch fail, each for itself', async () => {
  const client = target.client(KinesisClient);
  await client.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));
  const Records = Array.from({ length: 400 }, () => ({ Data: Buffer.from('a'), PartitionKey: 'k' }));
  const put = () => client.send(new PutRecordsCommand({ StreamName, Records }));
  await put();
  await put();
  const third = await put();
  await target.cloud.clock.advance('1s');
  const next = await put();

  expect(third.FailedRecordCount).toBe(200);
  expect(third.Records?.[200]).toEqual({
    ErrorCode: 'ProvisionedThroughputExceededException',
    ErrorMessage: 'Rate exceeded for shard shardId-000000000000 in stream orders under account 000000000000.',
  });
  expect(next.FailedRecordCount).toBe(0);
});
