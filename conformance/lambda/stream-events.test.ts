import { CreateTableCommand, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import {
  CreateEventSourceMappingCommand,
  type CreateEventSourceMappingCommandInput,
  GetEventSourceMappingCommand,
  LambdaClient,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import { CreateBucketCommand, GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';
import { executable, invoke, makeFunction } from './make-function.ts';

// Retries are a matter of time, so the test owns it. Ten idle minutes would end the function's memory.
const target = useCloud({ clock: 'virtual' });
const advance = (duration: number | string) => target.cloud.clock.advance(duration);
const lambda = () => target.client(LambdaClient);
const tables = () => target.client(DynamoDBClient);

/** Remembers the events that it got; fails by what the keys say. */
const consumer = `const events = [];
  exports.handler = async (event) => {
    if (event.read) return events;
    events.push(event);
    const ids = event.Records.map(({ dynamodb }) => dynamodb.Keys.id.S);
    if (ids.some((id) => id.startsWith('poison'))) throw new Error('no');
    const failed = event.Records.filter(({ dynamodb }) => dynamodb.Keys.id.S === 'bad');
    return { batchItemFailures: failed.map(({ dynamodb }) => ({ itemIdentifier: dynamodb.SequenceNumber })) };
  };`;

let arn: string;

beforeEach(async () => {
  await makeFunction(lambda(), consumer);
  const { TableDescription } = await tables().send(
    new CreateTableCommand({
      TableName: 'orders',
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
    }),
  );
  arn = TableDescription?.LatestStreamArn ?? '';
});

const map = (input: Partial<CreateEventSourceMappingCommandInput> = {}) =>
  lambda().send(
    new CreateEventSourceMappingCommand({
      FunctionName: 'f',
      EventSourceArn: arn,
      StartingPosition: 'TRIM_HORIZON',
      ...input,
    }),
  );

async function put(...ids: string[]): Promise<void> {
  for (const id of ids) await tables().send(new PutItemCommand({ TableName: 'orders', Item: { id: { S: id } } }));
}

interface StreamEvent {
  readonly Records: readonly { readonly dynamodb: { readonly Keys: { readonly id: { readonly S: string } } } }[];
}
const events = async () => (await invoke(lambda(), { read: true })).payload as StreamEvent[];
const batches = async () => (await events()).map(({ Records }) => Records.map(({ dynamodb }) => dynamodb.Keys.id.S));

it('the event has the records that AWS documents', async () => {
  await map();
  await put('a');
  await advance('1s');

  expect(await events()).toEqual([
    {
      Records: [
        {
          eventID: expect.stringMatching(/^[0-9a-f]{32}$/),
          eventName: 'INSERT',
          eventVersion: '1.1',
          eventSource: 'aws:dynamodb',
          awsRegion: 'us-east-1',
          dynamodb: {
            ApproximateCreationDateTime: expect.any(Number),
            Keys: { id: { S: 'a' } },
            NewImage: { id: { S: 'a' } },
            SequenceNumber: expect.stringMatching(/^\d{21,}$/),
            SizeBytes: expect.any(Number),
            StreamViewType: 'NEW_AND_OLD_IMAGES',
          },
          eventSourceARN: arn,
        },
      ],
    },
  ]);
});

describe('where reading begins', () => {
  it.each([
    ['TRIM_HORIZON', [['before'], ['after']]],
    ['LATEST', [['after']]],
  ] as const)('%s', async (StartingPosition, expected) => {
    await put('before');
    await map({ StartingPosition });
    await advance('1s');
    await put('after');
    await advance('1s');

    expect(await batches()).toEqual(expected);
  });

  it('goes on where it was when the mapping is enabled again', async () => {
    const { UUID } = await map();
    await put('a');
    await advance('1s');
    await lambda().send(new UpdateEventSourceMappingCommand({ UUID, Enabled: false }));
    await put('b');
    await advance('1m');
    await lambda().send(new UpdateEventSourceMappingCommand({ UUID, Enabled: true }));
    await advance('1s');

    expect(await batches()).toEqual([['a'], ['b']]);
  });

  it('is put back with everything else', async () => {
    await map();
    await put('a');
    const before = target.cloud.snapshot();
    await advance('1s');
    const first = await batches();
    await target.cloud.restore(before);
    await advance('1s');

    expect([first, await batches()]).toEqual([[['a']], [['a']]]);
  });
});

describe('batches', () => {
  it('have so many records at most, in order', async () => {
    await put('a', 'b', 'c', 'd', 'e');
    await map({ BatchSize: 2 });
    await advance('1s');

    expect(await batches()).toEqual([['a', 'b'], ['c', 'd'], ['e']]);
  });

  it('wait for more within their window', async () => {
    await map({ MaximumBatchingWindowInSeconds: 30 });
    await put('a');
    await advance('10s');
    await put('b');
    const early = await batches();
    await advance('25s');

    expect([early, await batches()]).toEqual([[], [['a', 'b']]]);
  });

  it('have only what matches the filters', async () => {
    const Pattern = JSON.stringify({ dynamodb: { Keys: { id: { S: [{ prefix: 'yes' }] } } } });
    await map({ FilterCriteria: { Filters: [{ Pattern }] } });
    await put('no', 'yes-1', 'no-2', 'yes-2');
    await advance('1s');

    expect((await batches()).flat()).toEqual(['yes-1', 'yes-2']);
  });
});

describe('when the function fails', () => {
  it('the batch is tried again until it succeeds, and later records wait', async () => {
    await map({ BatchSize: 1 });
    await put('poison', 'b');
    await advance('4s');
    const seen = await batches();

    expect(seen.length).toBeGreaterThanOrEqual(3);
    expect(seen.every((batch) => batch.join() === 'poison')).toBe(true);
  });

  it('it is given up after its retries, and a queue is told', async () => {
    const sqs = target.client(SQSClient);
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'dead' }));
    const Destination = 'arn:aws:sqs:us-east-1:000000000000:dead';
    await map({ BatchSize: 1, MaximumRetryAttempts: 2, DestinationConfig: { OnFailure: { Destination } } });
    await put('poison', 'b');
    await advance('1m');
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));

    expect(await batches()).toEqual([['poison'], ['poison'], ['poison'], ['b']]);
    expect(JSON.parse(Messages[0]?.Body ?? '')).toMatchObject({
      requestContext: { condition: 'RetryAttemptsExhausted', approximateInvokeCount: 3 },
      responseContext: { functionError: 'Unhandled' },
      version: '1.0',
      DDBStreamBatchInfo: { batchSize: 1, streamArn: arn, shardId: expect.stringMatching(/^shardId-/) },
    });
  });

  it('halves are tried, so that one bad record alone is given up', async () => {
    await map({ BisectBatchOnFunctionError: true, MaximumRetryAttempts: 0 });
    await put('a', 'b', 'poison', 'd');
    await advance('1m');
    const seen = await batches();

    expect(seen[0]).toEqual(['a', 'b', 'poison', 'd']);
    expect(seen.filter((batch) => !batch.includes('poison'))).toEqual([['a', 'b'], ['d']]);
  });

  it('what it names is tried again, from the first one on', async () => {
    await map({ FunctionResponseTypes: ['ReportBatchItemFailures'], MaximumRetryAttempts: 1 });
    await put('a', 'bad', 'c');
    await advance('1m');

    expect((await batches()).slice(0, 2)).toEqual([
      ['a', 'bad', 'c'],
      ['bad', 'c'],
    ]);
  });

  it('a bucket is told of what it named to the end, without an error of the function', async () => {
    const s3 = target.client(S3Client);
    await s3.send(new CreateBucketCommand({ Bucket: 'dead-records' }));
    const Destination = 'arn:aws:s3:::dead-records';
    const { UUID } = await map({
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      MaximumRetryAttempts: 0,
      DestinationConfig: { OnFailure: { Destination } },
    });
    await put('bad');
    await advance('1m');
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: 'dead-records' }));
    const Key = Contents[0]?.Key ?? '';
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: 'dead-records', Key }));
    const record = JSON.parse((await Body?.transformToString()) ?? '');

    expect(Key).toMatch(
      new RegExp(
        `^aws/lambda/${UUID}/shardId-[^/]+/\\d{4}/\\d\\d/\\d\\d/[\\d-]{10}T\\d\\d\\.\\d\\d\\.\\d\\d-[\\da-f-]{36}$`,
      ),
    );
    expect(record.responseContext).toEqual({ statusCode: 200, executedVersion: '$LATEST', functionError: null });
    expect(record.DDBStreamBatchInfo.approximateArrivalOfFirstRecord).toMatch(/T\d\d:\d\d:\d\dZ$/);
  });

  it('an empty array names nothing', async () => {
    await makeFunction(lambda(), 'let n = 0; exports.handler = async (e) => e.read ? n : ((n += 1), []);', {
      FunctionName: 'empty',
    });
    await map({ FunctionName: 'empty', FunctionResponseTypes: ['ReportBatchItemFailures'] });
    await put('a');
    await advance('1m');

    expect((await invoke(lambda(), { read: true }, { FunctionName: 'empty' })).payload).toBe(1);
  });
});

it('creation times are doubles, as Lambda writes them', async () => {
  const keep = `#!${process.execPath}
    const api = 'http://' + process.env.AWS_LAMBDA_RUNTIME_API + '/2018-06-01/runtime/invocation/';
    (async () => {
      let first = '';
      for (;;) {
        const next = await fetch(api + 'next');
        const id = next.headers.get('lambda-runtime-aws-request-id');
        const text = await next.text();
        first ||= text;
        await fetch(api + id + '/response', { method: 'POST', body: JSON.stringify(first) });
      }
    })();`;
  await makeFunction(lambda(), keep, {
    FunctionName: 'raw',
    Runtime: 'provided.al2023',
    Code: { ZipFile: executable({ bootstrap: keep }) },
  });
  await map({ FunctionName: 'raw' });
  await put('a');
  await advance('1m');

  expect((await invoke(lambda(), {}, { FunctionName: 'raw' })).payload).toMatch(
    /"ApproximateCreationDateTime":\d{10}\.0,/,
  );
});

describe('a mapping of a stream', () => {
  it("is described with AWS's defaults", async () => {
    const { UUID } = await map();

    expect(await lambda().send(new GetEventSourceMappingCommand({ UUID }))).toMatchObject({
      EventSourceArn: arn,
      StartingPosition: 'TRIM_HORIZON',
      BatchSize: 100,
      MaximumBatchingWindowInSeconds: 0,
      ParallelizationFactor: 1,
      BisectBatchOnFunctionError: false,
      MaximumRetryAttempts: -1,
      MaximumRecordAgeInSeconds: -1,
      TumblingWindowInSeconds: 0,
      DestinationConfig: { OnFailure: {} },
      State: 'Enabled',
      StateTransitionReason: 'User action',
    });
  });

  it('needs a starting position and a stream', async () => {
    const missing = arn.replace('orders', 'nobody');

    await expect(map({ StartingPosition: undefined })).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
      message:
        "1 validation error detected: Value null at 'startingPosition' failed to satisfy constraint: Member must not be null.",
    });
    await expect(map({ StartingPosition: 'AT_TIMESTAMP' })).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
      message: `Unsupported starting position for arn type: ${arn}`,
    });
    await expect(map({ EventSourceArn: missing })).rejects.toThrow('Stream not found');
  });
});
