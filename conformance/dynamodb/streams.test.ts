import {
  type AttributeValue,
  CreateTableCommand,
  DeleteItemCommand,
  DeleteTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  PutItemCommand,
  type StreamViewType,
  TransactWriteItemsCommand,
  UpdateItemCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  ListStreamsCommand,
  type ShardIteratorType,
} from '@aws-sdk/client-dynamodb-streams';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud({ clock: 'virtual' });
let tables: DynamoDBClient;
let streams: DynamoDBStreamsClient;

beforeEach(() => {
  tables = target.client(DynamoDBClient);
  streams = target.client(DynamoDBStreamsClient);
});

async function makeTable(view: StreamViewType = 'NEW_AND_OLD_IMAGES', TableName = 'orders'): Promise<string> {
  const { TableDescription } = await tables.send(
    new CreateTableCommand({
      TableName,
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
      StreamSpecification: { StreamEnabled: true, StreamViewType: view },
    }),
  );
  return TableDescription?.LatestStreamArn ?? '';
}

const put = (id: string, further: Record<string, AttributeValue> = {}) =>
  tables.send(new PutItemCommand({ TableName: 'orders', Item: { id: { S: id }, ...further } }));

async function iteratorOf(StreamArn: string, type: ShardIteratorType = 'TRIM_HORIZON', SequenceNumber?: string) {
  const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn }));
  const ShardId = StreamDescription?.Shards?.[0]?.ShardId;
  const input = { StreamArn, ShardId, ShardIteratorType: type, ...(SequenceNumber && { SequenceNumber }) };
  return (await streams.send(new GetShardIteratorCommand(input))).ShardIterator ?? '';
}

const read = async (iterator: string, Limit?: number) => {
  const input = { ShardIterator: iterator, ...(Limit !== undefined && { Limit }) };
  const { Records = [], NextShardIterator } = await streams.send(new GetRecordsCommand(input));
  return { records: Records, next: NextShardIterator };
};

const readAll = async (arn: string) => (await read(await iteratorOf(arn))).records;

describe('a record', () => {
  it('tells an insert, a change and a deletion, with both images, in order', async () => {
    const arn = await makeTable();
    await put('a', { n: { N: '1' } });
    await tables.send(
      new UpdateItemCommand({
        TableName: 'orders',
        Key: { id: { S: 'a' } },
        UpdateExpression: 'SET n = :n, b = :b',
        ExpressionAttributeValues: { ':n': { N: '2' }, ':b': { B: new Uint8Array([1, 2]) } },
      }),
    );
    await tables.send(new DeleteItemCommand({ TableName: 'orders', Key: { id: { S: 'a' } } }));

    const records = await readAll(arn);
    const changed = { id: { S: 'a' }, n: { N: '2' }, b: { B: new Uint8Array([1, 2]) } };

    expect(records.map(({ eventName, dynamodb }) => [eventName, dynamodb?.OldImage, dynamodb?.NewImage])).toEqual([
      ['INSERT', undefined, { id: { S: 'a' }, n: { N: '1' } }],
      ['MODIFY', { id: { S: 'a' }, n: { N: '1' } }, changed],
      ['REMOVE', changed, undefined],
    ]);
    const [first] = records;
    expect(first).toMatchObject({
      eventID: expect.stringMatching(/^[0-9a-f]{32}$/),
      eventVersion: '1.1',
      eventSource: 'aws:dynamodb',
      awsRegion: 'us-east-1',
      dynamodb: { Keys: { id: { S: 'a' } }, StreamViewType: 'NEW_AND_OLD_IMAGES', SizeBytes: expect.any(Number) },
    });
    expect(first?.dynamodb?.ApproximateCreationDateTime?.getMilliseconds()).toBe(0);
    const numbers = records.map(({ dynamodb }) => BigInt(dynamodb?.SequenceNumber ?? 0));
    expect([...numbers].sort((a, b) => (a < b ? -1 : 1))).toEqual(numbers);
    expect(String(numbers[0]).length).toBeGreaterThanOrEqual(21);
  });

  it.each([
    ['KEYS_ONLY', undefined, undefined],
    ['NEW_IMAGE', undefined, { id: { S: 'a' }, n: { N: '2' } }],
    ['OLD_IMAGE', { id: { S: 'a' }, n: { N: '1' } }, undefined],
  ] as const)('has the images of its view: %s', async (view, old, renewed) => {
    const arn = await makeTable(view);
    await put('a', { n: { N: '1' } });
    await put('a', { n: { N: '2' } });

    const [, record] = await readAll(arn);

    expect([record?.dynamodb?.OldImage, record?.dynamodb?.NewImage]).toEqual([old, renewed]);
  });

  // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html
  it('is not written when nothing changed', async () => {
    const arn = await makeTable();
    await put('a', { set: { SS: ['x', 'y'] } });
    await put('a', { set: { SS: ['y', 'x'] } });
    await tables.send(new DeleteItemCommand({ TableName: 'orders', Key: { id: { S: 'nobody' } } }));

    expect(await readAll(arn)).toHaveLength(1);
  });

  it('is written for each item of a transaction', async () => {
    const arn = await makeTable();
    const Put = (id: string) => ({ Put: { TableName: 'orders', Item: { id: { S: id } } } });
    await tables.send(new TransactWriteItemsCommand({ TransactItems: [Put('a'), Put('b')] }));

    expect((await readAll(arn)).map(({ dynamodb }) => dynamodb?.Keys?.id?.S)).toEqual(['a', 'b']);
  });

  // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/time-to-live-ttl-streams.html
  it('says when the service deleted an item because it had expired', async () => {
    const arn = await makeTable();
    await tables.send(
      new UpdateTimeToLiveCommand({
        TableName: 'orders',
        TimeToLiveSpecification: { Enabled: true, AttributeName: 'expires' },
      }),
    );
    const second = Math.floor(target.cloud.clock.now() / 1000) + 3600;
    await put('a', { expires: { N: String(second) } });
    await target.cloud.clock.advance('60m');
    const before = await readAll(arn);
    await target.cloud.clock.advance('2m');
    const [, removed] = await readAll(arn);

    expect(before).toHaveLength(1);
    expect(removed).toMatchObject({
      eventName: 'REMOVE',
      userIdentity: { Type: 'Service', PrincipalId: 'dynamodb.amazonaws.com' },
    });
  });

  it('is forgotten after a day', async () => {
    const arn = await makeTable();
    await put('a');
    await target.cloud.clock.advance('25h');
    await put('b');

    expect((await readAll(arn)).map(({ dynamodb }) => dynamodb?.Keys?.id?.S)).toEqual(['b']);
  });
});

describe('iterators', () => {
  it('begin at the oldest, at the end, at a record or behind it', async () => {
    const arn = await makeTable();
    for (const id of ['a', 'b', 'c']) await put(id);
    const latest = await iteratorOf(arn, 'LATEST');
    const sequence = (await readAll(arn))[1]?.dynamodb?.SequenceNumber ?? '';
    await put('d');
    const ids = async (iterator: string) => (await read(iterator)).records.map(({ dynamodb }) => dynamodb?.Keys?.id?.S);

    expect(await ids(latest)).toEqual(['d']);
    expect(await ids(await iteratorOf(arn, 'AT_SEQUENCE_NUMBER', sequence))).toEqual(['b', 'c', 'd']);
    expect(await ids(await iteratorOf(arn, 'AFTER_SEQUENCE_NUMBER', sequence))).toEqual(['c', 'd']);
  });

  it('go on page by page, and at the end of an open shard for ever', async () => {
    const arn = await makeTable();
    for (const id of ['a', 'b', 'c']) await put(id);
    const first = await read(await iteratorOf(arn), 2);
    const second = await read(first.next ?? '', 2);
    const third = await read(second.next ?? '', 2);

    expect([first, second, third].map(({ records }) => records.length)).toEqual([2, 1, 0]);
    expect(third.next).toEqual(expect.any(String));
  });

  it('end where the stream was disabled', async () => {
    const arn = await makeTable();
    await put('a');
    await tables.send(new UpdateTableCommand({ TableName: 'orders', StreamSpecification: { StreamEnabled: false } }));
    await put('b');
    const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn: arn }));
    const { records, next } = await read(await iteratorOf(arn));

    expect(records).toHaveLength(1);
    expect(next).toBeUndefined();
    expect(StreamDescription).toMatchObject({
      StreamStatus: 'DISABLED',
      Shards: [{ SequenceNumberRange: { EndingSequenceNumber: records[0]?.dynamodb?.SequenceNumber } }],
    });
  });

  it('expire after a quarter of an hour', async () => {
    const arn = await makeTable();
    const iterator = await iteratorOf(arn);
    await target.cloud.clock.advance('15m');

    await expect(read(iterator)).rejects.toMatchObject({ name: 'ExpiredIteratorException' });
  });
});

describe('streams', () => {
  it('are listed and described', async () => {
    const arn = await makeTable();
    await makeTable('KEYS_ONLY', 'others');
    const { Streams } = await streams.send(new ListStreamsCommand({ TableName: 'orders' }));
    const page = await streams.send(new ListStreamsCommand({ Limit: 1 }));
    const rest = await streams.send(
      new ListStreamsCommand({ ExclusiveStartStreamArn: page.LastEvaluatedStreamArn ?? '' }),
    );
    const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn: arn }));

    expect(Streams).toEqual([{ StreamArn: arn, StreamLabel: arn.split('/').at(-1), TableName: 'orders' }]);
    expect([page.Streams?.length, rest.Streams?.length]).toEqual([1, 1]);
    expect(StreamDescription).toMatchObject({
      StreamArn: arn,
      StreamStatus: 'ENABLED',
      StreamViewType: 'NEW_AND_OLD_IMAGES',
      TableName: 'orders',
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      Shards: [{ ShardId: expect.stringMatching(/^shardId-\d{20}-[0-9a-f]{8}$/) }],
    });
  });

  it('stay readable for a day after their table was deleted', async () => {
    const arn = await makeTable();
    await put('a');
    await tables.send(new DeleteTableCommand({ TableName: 'orders' }));
    const records = await readAll(arn);
    await target.cloud.clock.advance('24h');

    expect(records).toHaveLength(1);
    await expect(readAll(arn)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('are begun anew, under another ARN, when they are enabled again', async () => {
    const arn = await makeTable();
    await tables.send(new UpdateTableCommand({ TableName: 'orders', StreamSpecification: { StreamEnabled: false } }));
    await target.cloud.clock.advance('1s');
    await tables.send(
      new UpdateTableCommand({
        TableName: 'orders',
        StreamSpecification: { StreamEnabled: true, StreamViewType: 'KEYS_ONLY' },
      }),
    );
    const { Table } = await tables.send(new DescribeTableCommand({ TableName: 'orders' }));

    expect(Table?.LatestStreamArn).not.toBe(arn);
  });
});

describe('refusals', () => {
  it('name what is wrong', async () => {
    const arn = await makeTable();
    const missing = arn.replace('orders', 'nobody');

    await expect(streams.send(new DescribeStreamCommand({ StreamArn: missing }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: `Requested resource not found: Stream: ${missing} not found`,
    });
    const noArn = { StreamArn: 'x'.repeat(40) };
    await expect(streams.send(new DescribeStreamCommand(noArn))).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(streams.send(new ListStreamsCommand({ Limit: 101 }))).rejects.toMatchObject({
      message:
        "1 validation error detected: Value '101' at 'limit' failed to satisfy constraint: " +
        'Member must have value less than or equal to 100',
    });
    await expect(read('nonsense')).rejects.toMatchObject({ message: 'Invalid ShardIterator' });
    await expect(read(await iteratorOf(arn), 1001)).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(iteratorOf(arn, 'AT_SEQUENCE_NUMBER')).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(iteratorOf(arn, 'NEVER' as ShardIteratorType)).rejects.toMatchObject({
      message: expect.stringContaining('[AFTER_SEQUENCE_NUMBER, LATEST, AT_SEQUENCE_NUMBER, TRIM_HORIZON]'),
    });
  });
});
