import { CloudWatchClient, GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  DescribeLogStreamsCommand,
  FilterLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { CreateTableCommand, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { type CreatePipeCommandInput, PipesClient, StartPipeCommand, StopPipeCommand } from '@aws-sdk/client-pipes';
import { SQSClient } from '@aws-sdk/client-sqs';
import { beforeEach, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';
import { invoke, makeFunction } from '../lambda/make-function.ts';
import { arnOf, bodies, makePipe, makeQueue, send } from './make-pipe.ts';

const target = useCloud({ clock: 'virtual' });
const advance = (duration: number | string) => target.cloud.clock.advance(duration);
const sqs = () => target.client(SQSClient);
const pipes = () => target.client(PipesClient);
const lambda = () => target.client(LambdaClient);
const logs = () => target.client(CloudWatchLogsClient);

let stream: string;
let targetUrl: string;

beforeEach(async () => {
  const { TableDescription } = await target.client(DynamoDBClient).send(
    new CreateTableCommand({
      TableName: 'orders',
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
    }),
  );
  stream = TableDescription?.LatestStreamArn ?? '';
  targetUrl = await makeQueue(sqs(), 'target');
});

type StreamParameters = NonNullable<
  NonNullable<CreatePipeCommandInput['SourceParameters']>['DynamoDBStreamParameters']
>;
const fromTable = (parameters: Partial<StreamParameters> = {}, input: Partial<CreatePipeCommandInput> = {}) =>
  makePipe(pipes(), {
    Source: stream,
    TargetParameters: { InputTemplate: '<$.dynamodb.NewImage.id.S>' },
    ...input,
    SourceParameters: {
      ...input.SourceParameters,
      DynamoDBStreamParameters: { StartingPosition: 'TRIM_HORIZON', ...parameters },
    },
  });

async function put(...ids: string[]): Promise<void> {
  const client = target.client(DynamoDBClient);
  for (const id of ids) await client.send(new PutItemCommand({ TableName: 'orders', Item: { id: { S: id } } }));
}

/** Fails for batches with ids that begin with `bad`, and names those that begin with `part`. */
const judging = `const batches = [];
  exports.handler = async (event) => {
    if (event.read) return batches;
    batches.push(event.map(({ dynamodb }) => dynamodb.Keys.id.S));
    if (batches.at(-1).some((id) => id.startsWith('bad'))) throw new Error('no');
    const failed = event.filter(({ dynamodb }) => dynamodb.Keys.id.S.startsWith('part'));
    return { batchItemFailures: failed.map(({ eventID }) => ({ itemIdentifier: eventID })) };
  };`;
const batches = async () => (await invoke(lambda(), { read: true })).payload as readonly (readonly string[])[];
const toFunction = { Target: arnOf('lambda', 'function:f'), TargetParameters: {} };

it('records come in order, filtered by their images', async () => {
  await put('a', 'b', 'skip', 'c');
  const Pattern = '{"dynamodb":{"NewImage":{"id":{"S":[{"anything-but":"skip"}]}}}}';
  await fromTable({}, { SourceParameters: { FilterCriteria: { Filters: [{ Pattern }] } } });
  await put('d');
  await advance('1s');

  expect(await bodies(sqs(), targetUrl)).toEqual(['a', 'b', 'c', 'd']);
});

it('LATEST begins with what comes after the pipe, which goes on where it stopped', async () => {
  await put('before');
  await fromTable({ StartingPosition: 'LATEST' });
  await put('a');
  await advance('1s');
  await pipes().send(new StopPipeCommand({ Name: 'p' }));
  await put('b');
  await advance('1s');
  await pipes().send(new StartPipeCommand({ Name: 'p' }));
  await advance('1s');

  expect(await bodies(sqs(), targetUrl)).toEqual(['a', 'b']);
});

it('what a function names by event ids is tried again from there, in order', async () => {
  await makeFunction(lambda(), judging);
  await put('a', 'part', 'b');
  await fromTable({ MaximumRetryAttempts: 1 }, toFunction);
  await advance('1m');

  expect((await batches()).slice(0, 2)).toEqual([
    ['a', 'part', 'b'],
    ['part', 'b'],
  ]);
});

it('records that nobody can handle are told to the dead-letter queue, by halves', async () => {
  await makeFunction(lambda(), judging);
  const deadUrl = await makeQueue(sqs(), 'dead');
  await put('a', 'b', 'bad', 'c');
  const DeadLetterConfig = { Arn: arnOf('sqs', 'dead') };
  const OnPartialBatchItemFailure = 'AUTOMATIC_BISECT';
  await fromTable({ MaximumRetryAttempts: 0, OnPartialBatchItemFailure, DeadLetterConfig }, toFunction);
  await advance('1m');

  expect(await batches()).toEqual([['a', 'b', 'bad', 'c'], ['a', 'b'], ['bad', 'c'], ['bad'], ['c']]);
  const letters = (await bodies(sqs(), deadUrl)).map((body) => JSON.parse(body) as unknown);
  expect(letters).toEqual([
    {
      context: { partnerResourceArn: arnOf('pipes', 'pipe/p'), condition: 'RetryAttemptsExhausted' },
      version: '1.0',
      timestamp: expect.any(String),
      DDBStreamBatchInfo: expect.objectContaining({ batchSize: 1, streamArn: stream }),
    },
  ]);
});

it('a log group as a target gets each record as a line, in a stream and at a time of its own', async () => {
  await logs().send(new CreateLogGroupCommand({ logGroupName: 'g' }));
  const sourceUrl = await makeQueue(sqs(), 'source');
  await makePipe(pipes(), {
    Target: arnOf('logs', 'log-group:g'),
    TargetParameters: {
      InputTemplate: '{"id": <$.body.id>}',
      CloudWatchLogsParameters: { LogStreamName: '$.body.stream', Timestamp: '$.body.at' },
    },
  });
  const at = target.cloud.clock.now() - 60_000;
  await send(sqs(), sourceUrl, { id: 1, stream: 's', at });
  await advance('1s');

  const { events = [] } = await logs().send(new FilterLogEventsCommand({ logGroupName: 'g' }));
  expect(events.map(({ logStreamName, message, timestamp }) => [logStreamName, message, timestamp])).toEqual([
    ['s', '{"id": 1}', at],
  ]);
});

it.each([
  ['OFF', []],
  ['ERROR', ['EXECUTION_FAILED', 'TARGET_INVOCATION_FAILED', 'TARGET_STAGE_FAILED']],
  [
    'INFO',
    [
      'EXECUTION_FAILED',
      'EXECUTION_STARTED',
      'TARGET_INVOCATION_FAILED',
      'TARGET_STAGE_ENTERED',
      'TARGET_STAGE_FAILED',
    ],
  ],
] as const)('the log tells what its level %s asks for', async (Level, steps) => {
  await logs().send(new CreateLogGroupCommand({ logGroupName: 'l' }));
  const sourceUrl = await makeQueue(sqs(), 'source', { VisibilityTimeout: '300' });
  const CloudwatchLogsLogDestination = { LogGroupArn: arnOf('logs', 'log-group:l') };
  await makePipe(pipes(), {
    Target: arnOf('sqs', 'nowhere'),
    LogConfiguration: { Level, CloudwatchLogsLogDestination, IncludeExecutionData: ['ALL'] },
  });
  await send(sqs(), sourceUrl, 'x');
  await advance('1s');

  const { logStreams = [] } = await logs().send(new DescribeLogStreamsCommand({ logGroupName: 'l' }));
  expect(logStreams.map(({ logStreamName }) => logStreamName)).toEqual(steps.length > 0 ? ['p'] : []);
  const { events = [] } = await logs().send(new FilterLogEventsCommand({ logGroupName: 'l' }));
  const told = events.map(({ message = '' }) => JSON.parse(message) as { messageType: string; resourceArn: string });
  expect(told.map(({ messageType }) => messageType).sort()).toEqual(steps);
  for (const record of told) expect(record).toMatchObject({ logLevel: Level, resourceArn: arnOf('pipes', 'pipe/p') });
});

it('executions and events are metrics', async () => {
  await put('a', 'b');
  await fromTable();
  await advance('2m');

  const sum = async (MetricName: string) => {
    const nowMs = target.cloud.clock.now();
    const { Datapoints = [] } = await target.client(CloudWatchClient).send(
      new GetMetricStatisticsCommand({
        Namespace: 'AWS/EventBridge/Pipes',
        MetricName,
        Dimensions: [{ Name: 'PipeName', Value: 'p' }],
        StartTime: new Date(nowMs - 3_600_000),
        EndTime: new Date(nowMs + 60_000),
        Period: 86_400,
        Statistics: ['Sum'],
      }),
    );
    return Datapoints[0]?.Sum;
  };
  expect([await sum('Invocations'), await sum('EventCount'), await sum('ExecutionFailed')]).toEqual([1, 2, 0]);
});
