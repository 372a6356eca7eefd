import {
  type AttributeValue,
  DynamoDBClient,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';
import { createThings } from './item-tables.ts';

// When expired items go is a matter of time, so the test owns it.
const target = useCloud({ clock: 'virtual' });
const TableName = 'things';
let client: DynamoDBClient;

const setTimeToLive = (Enabled: boolean) =>
  client.send(
    new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification: { Enabled, AttributeName: 'expires' } }),
  );

beforeEach(async () => {
  client = target.client(DynamoDBClient);
  await createThings(client, 'ALL');
});

const secondsFromNow = (seconds: number): AttributeValue => ({
  N: String(Math.floor(target.cloud.clock.now() / 1000) + seconds),
});
const put = (pk: string, expires: AttributeValue) =>
  client.send(new PutItemCommand({ TableName, Item: { pk: { S: pk }, kind: { S: 'k' }, expires } }));
const left = async () =>
  ((await client.send(new ScanCommand({ TableName }))).Items ?? []).map(({ pk }) => pk?.S).sort();

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/howitworks-ttl.html
describe('items that expire', () => {
  it('can be read for a while after, and are gone then, from indexes too', async () => {
    await setTimeToLive(true);
    await put('soon', secondsFromNow(10));
    await put('later', secondsFromNow(3600));
    await target.cloud.clock.advance('30s');
    const early = await left();
    await target.cloud.clock.advance('2m');
    const { Count } = await client.send(
      new QueryCommand({
        TableName,
        IndexName: 'by-kind',
        KeyConditionExpression: 'kind = :k',
        ExpressionAttributeValues: { ':k': { S: 'k' } },
      }),
    );

    expect([early, await left(), Count]).toEqual([['later', 'soon'], ['later'], 1]);
  });

  it('are those that were there before time to live was turned on as well', async () => {
    await put('old', secondsFromNow(-10));
    await target.cloud.clock.advance('1h');
    const before = await left();
    await setTimeToLive(true);
    await target.cloud.clock.advance('3m');

    expect([before, await left()]).toEqual([['old'], []]);
  });

  it('are put off by a later time', async () => {
    await setTimeToLive(true);
    await put('a', secondsFromNow(60));
    await put('a', secondsFromNow(7200));
    await target.cloud.clock.advance('1h');
    const before = await left();
    await target.cloud.clock.advance('2h');

    expect([before, await left()]).toEqual([['a'], []]);
  });

  it('are none without a number, or with one of more than five years ago', async () => {
    await setTimeToLive(true);
    await put('text', { S: '1' });
    await put('ancient', { N: '1' });
    await target.cloud.clock.advance('1h');

    expect(await left()).toEqual(['ancient', 'text']);
  });

  it('stay when it is turned off, and are put back with everything else', async () => {
    await setTimeToLive(true);
    await put('a', secondsFromNow(60));
    const before = target.cloud.snapshot();
    await target.cloud.clock.advance('5m');
    const swept = await left();
    await target.cloud.restore(before);
    const restored = await left();
    await target.cloud.clock.advance('5m');
    const again = await left();
    await target.cloud.restore(before);
    await setTimeToLive(false);
    await target.cloud.clock.advance('1h');

    expect([swept, restored, again, await left()]).toEqual([[], ['a'], [], ['a']]);
  });
});
