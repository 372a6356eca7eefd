import { CloudWatchClient, GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import {
  CreateStreamCommand,
  KinesisClient,
  PutRecordsCommand,
  RegisterStreamConsumerCommand,
  SplitShardCommand,
} from '@aws-sdk/client-kinesis';
import {
  CreateEventSourceMappingCommand,
  type CreateEventSourceMappingCommandInput,
  GetEventSourceMappingCommand,
  LambdaClient,
} from '@aws-sdk/client-lambda';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';
import { invoke, makeFunction } from './make-function.ts';

const target = useCloud({ clock: 'virtual' });
const advance = (duration: number | string) => target.cloud.clock.advance(duration);
const lambda = () => target.client(LambdaClient);
const streams = () => target.client(KinesisClient);
const StreamName = 'orders';
const arn = 'arn:aws:kinesis:us-east-1:000000000000:stream/orders';

/** Remembers its events; fails by what the records say, and adds up what windows tell. */
const consumer = `const events = [];
  exports.handler = async (event) => {
    if (event.read) return events;
    events.push(event);
    const texts = event.Records.map(({ kinesis }) => Buffer.from(kinesis.data, 'base64').toString());
    if (texts.some((text) => text.startsWith('poison'))) throw new Error('no');
    const failed = event.Records.filter((_, index) => texts[index] === 'bad');
    return {
      batchItemFailures: failed.map(({ kinesis }) => ({ itemIdentifier: kinesis.sequenceNumber })),
      ...(event.state && { state: { count: (event.state.count ?? 0) + texts.length } }),
    };
  };`;

beforeEach(async () => {
  await makeFunction(lambda(), consumer);
  await streams().send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));
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

const put = (...texts: readonly string[]) =>
  streams().send(
    new PutRecordsCommand({
      StreamName,
      Records: texts.map((text) => ({ Data: Buffer.from(text), PartitionKey: text.slice(-1) })),
    }),
  );

interface KinesisEvent {
  readonly Records: readonly { readonly kinesis: { readonly data: string } }[];
  readonly state?: object;
  readonly isFinalInvokeForWindow?: boolean;
}
const events = async () => (await invoke(lambda(), { read: true })).payload as KinesisEvent[];
const textsOf = ({ Records }: KinesisEvent) =>
  Records.map(({ kinesis }) => Buffer.from(kinesis.data, 'base64').toString());
const batches = async () => (await events()).map(textsOf);

it('the event has the records that AWS documents', async () => {
  const { UUID } = await map();
  await put('hello');
  await advance('1s');

  expect(await events()).toEqual([
    {
      Records: [
        {
          kinesis: {
            kinesisSchemaVersion: '1.0',
            partitionKey: 'o',
            sequenceNumber: expect.stringMatching(/^49\d{54}$/),
            data: 'aGVsbG8=',
            approximateArrivalTimestamp: expect.any(Number),
          },
          eventSource: 'aws:kinesis',
          eventVersion: '1.0',
          eventID: expect.stringMatching(/^shardId-000000000000:49\d{54}$/),
          eventName: 'aws:kinesis:record',
          invokeIdentityArn: expect.stringMatching(/^arn:aws:iam::\d{12}:role\//),
          awsRegion: 'us-east-1',
          eventSourceARN: arn,
        },
      ],
    },
  ]);
  expect(await lambda().send(new GetEventSourceMappingCommand({ UUID }))).toMatchObject({
    BatchSize: 100,
    StartingPosition: 'TRIM_HORIZON',
    ParallelizationFactor: 1,
    MaximumRecordAgeInSeconds: -1,
    MaximumRetryAttempts: -1,
    TumblingWindowInSeconds: 0,
    State: 'Enabled',
  });
});

describe('where reading begins', () => {
  it.each([
    ['TRIM_HORIZON', [['1'], ['2'], ['3']]],
    ['LATEST', [['3']]],
    ['AT_TIMESTAMP', [['2'], ['3']]],
  ] as const)('%s', async (StartingPosition, expected) => {
    await put('1');
    await advance('10s');
    const StartingPositionTimestamp = new Date(target.cloud.clock.now());
    await put('2');
    await map({
      StartingPosition,
      BatchSize: 1,
      ...(StartingPosition === 'AT_TIMESTAMP' && { StartingPositionTimestamp }),
    });
    await put('3');
    await advance('1s');

    expect(await batches()).toEqual(expected);
  });

  it('is at a consumer of enhanced fan-out as at its stream', async () => {
    const { Consumer } = await streams().send(new RegisterStreamConsumerCommand({ StreamARN: arn, ConsumerName: 'f' }));
    await map({ EventSourceArn: Consumer?.ConsumerARN });
    await advance('1s');
    await put('a');
    await advance('1s');

    expect(await batches()).toEqual([['a']]);
    expect((await events())[0]?.Records[0]).toMatchObject({ eventSourceARN: Consumer?.ConsumerARN });
  });
});

it('records of a split shard come ahead of those of its children', async () => {
  await map({ BatchSize: 1 });
  await put('1', '2');
  await streams().send(
    new SplitShardCommand({
      StreamName,
      ShardToSplit: 'shardId-000000000000',
      NewStartingHashKey: '170141183460469231731687303715884105728',
    }),
  );
  await put('3');
  await advance('1s');

  expect((await batches()).flat()).toEqual(['1', '2', '3']);
});

it('filters look at the decoded data and at the partition key', async () => {
  const Filters = [{ Pattern: '{"data":{"kind":["order"]}}' }, { Pattern: '{"partitionKey":["x"]}' }];
  await map({ FilterCriteria: { Filters } });
  await put('{"kind":"order"}', '{"kind":"refund"}', 'no JSON', 'x');
  await advance('1s');

  expect((await batches()).flat()).toEqual(['{"kind":"order"}', 'x']);
});

describe('what fails', () => {
  it('is tried again from the record that the function names', async () => {
    await map({ FunctionResponseTypes: ['ReportBatchItemFailures'], MaximumRetryAttempts: 1 });
    await put('a', 'bad', 'c');
    await advance('1m');

    expect(await batches()).toEqual([
      ['a', 'bad', 'c'],
      ['bad', 'c'],
    ]);
  });

  it('is told to the destination with KinesisBatchInfo, when bisecting has found it', async () => {
    const queue = await target.client(SQSClient).send(new CreateQueueCommand({ QueueName: 'failed' }));
    const Destination = 'arn:aws:sqs:us-east-1:000000000000:failed';
    await map({
      BisectBatchOnFunctionError: true,
      MaximumRetryAttempts: 0,
      DestinationConfig: { OnFailure: { Destination } },
    });
    const { Records } = await put('a', 'b', 'poison', 'd');
    await advance('1m');
    const { Messages } = await target.client(SQSClient).send(new ReceiveMessageCommand({ QueueUrl: queue.QueueUrl }));
    const sequence = Records?.[2]?.SequenceNumber;

    expect(JSON.parse(Messages?.[0]?.Body ?? '')).toMatchObject({
      requestContext: { condition: 'RetryAttemptsExhausted', approximateInvokeCount: expect.any(Number) },
      responseContext: { statusCode: 200, functionError: 'Unhandled' },
      KinesisBatchInfo: {
        shardId: 'shardId-000000000000',
        startSequenceNumber: sequence,
        endSequenceNumber: sequence,
        batchSize: 1,
        streamArn: arn,
      },
    });
    expect((await batches()).at(-1)).toEqual(['d']);
  });
});

it('with a parallelization factor a key that fails keeps no others back, and each key stays in order', async () => {
  await map({ ParallelizationFactor: 10, BatchSize: 1, MaximumRetryAttempts: 2 });
  await put('1a', 'poison-b', '2a', '1d', '3a', '2d', 'after-b');
  await advance('1ms');
  const soon = (await batches()).flat();
  await advance('1m');
  const all = (await batches()).flat();

  expect(soon).toEqual(expect.arrayContaining(['1a', '2a', '3a', '1d', '2d', 'poison-b']));
  expect(soon).not.toContain('after-b');
  expect(all.filter((text) => text.endsWith('a'))).toEqual(['1a', '2a', '3a']);
  expect(all.filter((text) => text.endsWith('-b'))).toEqual(['poison-b', 'poison-b', 'poison-b', 'after-b']);
});

describe('a tumbling window', () => {
  it('hands its state from invoke to invoke, and ends with an invoke of its own', async () => {
    await map({ TumblingWindowInSeconds: 60, BatchSize: 2 });
    await put('a', 'b', 'c');
    await advance('1s');
    await advance('2m');
    const told = (await events()).map(({ Records, state, ...rest }) => ({ count: Records.length, state, ...rest }));
    const window = { start: expect.stringMatching(/:00Z$/), end: expect.stringMatching(/:00Z$/) };
    const common = { window, shardId: 'shardId-000000000000', eventSourceARN: arn, isWindowTerminatedEarly: false };

    expect(told).toEqual([
      { ...common, count: 2, state: {}, isFinalInvokeForWindow: false },
      { ...common, count: 1, state: { count: 2 }, isFinalInvokeForWindow: false },
      { ...common, count: 0, state: { count: 3 }, isFinalInvokeForWindow: true },
    ]);
  });

  it('begins anew with the next records', async () => {
    await map({ TumblingWindowInSeconds: 60 });
    await put('a');
    await advance('2m');
    await put('b');
    await advance('2m');

    expect((await events()).map(({ state, isFinalInvokeForWindow }) => [state, isFinalInvokeForWindow])).toEqual([
      [{}, false],
      [{ count: 1 }, true],
      [{}, false],
      [{ count: 1 }, true],
    ]);
  });
});

it('the age of what it reads is a metric of the function', async () => {
  await put('a');
  await advance('30s');
  await map();
  await advance('5s');
  const nowMs = target.cloud.clock.now();
  const { Datapoints } = await target.client(CloudWatchClient).send(
    new GetMetricStatisticsCommand({
      Namespace: 'AWS/Lambda',
      MetricName: 'IteratorAge',
      Dimensions: [{ Name: 'FunctionName', Value: 'f' }],
      StartTime: new Date(nowMs - 600_000),
      EndTime: new Date(nowMs + 60_000),
      Period: 3600,
      Statistics: ['Maximum'],
    }),
  );

  expect(Math.max(...(Datapoints ?? []).map(({ Maximum = 0 }) => Maximum))).toBeGreaterThanOrEqual(30_000);
});

describe('CreateEventSourceMapping refuses', () => {
  it.each([
    ['a stream that is not there', { EventSourceArn: `${arn}-not` }, `Stream not found: ${arn}-not`],
    ['a start at no time', { StartingPosition: 'AT_TIMESTAMP' as const }, /StartingPositionTimestamp/],
    ['no start', { StartingPosition: undefined }, /startingPosition/],
  ])('%s', async (_, input, message) => {
    await expect(map(input)).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
      message: typeof message === 'string' ? message : expect.stringMatching(message),
    });
  });
});
