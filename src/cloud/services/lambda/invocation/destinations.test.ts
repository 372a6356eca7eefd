import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Cloud, startCloud } from '../../../cloud.ts';
import { scriptedExecutor } from '../event-sources/testing/scripted-executor.ts';

const account = '000000000000';
const region = 'us-east-1';
const queueArn = (name: string) => `arn:aws:sqs:${region}:${account}:${name}`;

let data: string;
let lines: string[];
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'destinations-'));
  lines = [];
});
afterEach(() => rmSync(data, { recursive: true }));

const fails = () => {
  throw new Error('no');
};

const start = (handler: () => unknown = fails) =>
  startCloud({
    clock: 'virtual',
    seed: 1,
    log: 'warn',
    writeLog: (line) => void lines.push(line),
    data,
    executor: () => scriptedExecutor(() => handler),
  });

const call = <Output = unknown>(cloud: Cloud, service: string, operation: string, input: object): Promise<Output> =>
  cloud.kernel.call<Output>(service, operation, input, { account, region });

interface Settings {
  readonly onFailure?: string;
  readonly deadLetters?: string;
}

/** A function whose events are tried once. */
async function deploy(cloud: Cloud, { onFailure, deadLetters }: Settings): Promise<void> {
  await call(cloud, 'lambda', 'CreateFunction', {
    FunctionName: 'f',
    Role: `arn:aws:iam::${account}:role/r`,
    Runtime: 'nodejs24.x',
    Handler: 'index.handler',
    Code: { ZipFile: zipSync({ 'index.js': Buffer.from('') }) },
    ...(deadLetters !== undefined && { DeadLetterConfig: { TargetArn: deadLetters } }),
  });
  await call(cloud, 'lambda', 'PutFunctionEventInvokeConfig', {
    FunctionName: 'f',
    MaximumRetryAttempts: 0,
    ...(onFailure !== undefined && { DestinationConfig: { OnFailure: { Destination: onFailure } } }),
  });
}

const createQueue = (cloud: Cloud, QueueName = 'failures') => call(cloud, 'sqs', 'CreateQueue', { QueueName });

const sendEvent = (cloud: Cloud) =>
  call(cloud, 'lambda', 'Invoke', { FunctionName: 'f', InvocationType: 'Event', Payload: Buffer.from('{"a":1}') });

interface Received {
  readonly Body: string;
  readonly MessageAttributes?: Readonly<Record<string, { readonly StringValue: string }>>;
}

async function messagesIn(cloud: Cloud, name = 'failures'): Promise<readonly Received[]> {
  const QueueUrl = `${cloud.endpoint}/${account}/${name}`;
  const input = { QueueUrl, MaxNumberOfMessages: 10, MessageAttributeNames: ['All'] };
  const { Messages = [] } = await call<{ readonly Messages?: Received[] }>(cloud, 'sqs', 'ReceiveMessage', input);
  return Messages;
}

async function metric(cloud: Cloud, MetricName: string): Promise<number> {
  await cloud.clock.advance('1m');
  const nowMs = cloud.clock.now();
  const { Datapoints } = await call<{ readonly Datapoints: readonly { readonly Sum: number }[] }>(
    cloud,
    'cloudwatch',
    'GetMetricStatistics',
    {
      Namespace: 'AWS/Lambda',
      MetricName,
      Dimensions: [{ Name: 'FunctionName', Value: 'f' }],
      StartTime: new Date(nowMs - 12 * 3_600_000),
      EndTime: new Date(nowMs + 60_000),
      Period: 86_400,
      Statistics: ['Sum'],
    },
  );
  return Datapoints.reduce((sum, { Sum }) => sum + Sum, 0);
}

const operationsIn = (cloud: Cloud) => cloud.kernel.scheduler.pending().map(({ operation }) => operation);

describe('a destination', () => {
  it('that is throttled is asked again, and gets the record once', async () => {
    await using cloud = await start();
    await createQueue(cloud);
    await deploy(cloud, { onFailure: queueArn('failures') });
    cloud.faults.add('throttle sqs:SendMessage times=2');

    await sendEvent(cloud);
    await cloud.clock.advance('1m');

    const messages = await messagesIn(cloud);
    expect(messages.map(({ Body }) => (JSON.parse(Body) as { requestPayload: unknown }).requestPayload)).toEqual([
      { a: 1 },
    ]);
    expect(await metric(cloud, 'DestinationDeliveryFailures')).toBe(2);
    expect(operationsIn(cloud)).toEqual([]);
  });

  it('that is not there is given up at once: counted as a failure, and logged by its name', async () => {
    await using cloud = await start();
    await deploy(cloud, { onFailure: queueArn('nowhere') });

    await sendEvent(cloud);
    await cloud.clock.advance('1s');

    expect(operationsIn(cloud)).toEqual([]);
    expect(lines).toEqual([expect.stringContaining(`a message to ${queueArn('nowhere')} was not delivered`)]);
    expect(await metric(cloud, 'DestinationDeliveryFailures')).toBe(1);
  });

  it('of a bus gets the record as an event', async () => {
    await using cloud = await start();
    await deploy(cloud, { onFailure: `arn:aws:events:${region}:${account}:event-bus/default` });

    await sendEvent(cloud);
    await cloud.clock.advance('1s');

    expect(lines).toEqual([]);
    expect(cloud.journal.hops().filter(({ operation }) => operation === 'PutEvents')).toMatchObject([
      { service: 'events', outcome: 'ok' },
    ]);
  });

  it('that stays unavailable is given up after five attempts', async () => {
    await using cloud = await start();
    await createQueue(cloud);
    await deploy(cloud, { onFailure: queueArn('failures') });
    cloud.faults.add('error sqs:SendMessage');

    await sendEvent(cloud);
    await cloud.clock.advance('10m');

    expect(await metric(cloud, 'DestinationDeliveryFailures')).toBe(5);
    expect(lines).toEqual([expect.stringContaining('MaximumRetryAttempts after 5 attempts')]);
    expect(operationsIn(cloud)).toEqual([]);
  });

  it('hears of the event after a restart that came between two attempts', async () => {
    const cloud = await start();
    await createQueue(cloud);
    await deploy(cloud, { onFailure: queueArn('failures') });
    cloud.faults.add('throttle sqs:SendMessage');
    await sendEvent(cloud);
    await cloud.clock.advance('100ms');
    const before = operationsIn(cloud);
    await cloud.close();

    await using opened = await start();
    await opened.clock.advance('1m');

    expect(before).toEqual(['DeliverRecord']);
    expect(await messagesIn(opened)).toHaveLength(1);
  });
});

describe('a dead-letter queue', () => {
  it('gets the event with its attributes, also when it is unavailable at first', async () => {
    await using cloud = await start();
    await createQueue(cloud);
    await deploy(cloud, { deadLetters: queueArn('failures') });
    cloud.faults.add('error sqs:SendMessage times=1');

    await sendEvent(cloud);
    await cloud.clock.advance('1m');

    const [message] = await messagesIn(cloud);
    expect(message?.Body).toBe('{"a":1}');
    expect(message?.MessageAttributes?.ErrorMessage?.StringValue).toBe('Error: no');
    expect(await metric(cloud, 'DeadLetterErrors')).toBe(1);
    expect(await metric(cloud, 'DestinationDeliveryFailures')).toBe(0);
  });

  it('and a destination both hear of an event', async () => {
    await using cloud = await start();
    await createQueue(cloud);
    await createQueue(cloud, 'dead');
    await deploy(cloud, { onFailure: queueArn('failures'), deadLetters: queueArn('dead') });

    await sendEvent(cloud);
    await cloud.clock.advance('1s');

    expect([await messagesIn(cloud), await messagesIn(cloud, 'dead')].map(({ length }) => length)).toEqual([1, 1]);
  });
});

describe('the on-failure destination of a stream', () => {
  it('that is throttled gets the record of a batch that was given up, and the stream goes on meanwhile', async () => {
    let runs = 0;
    await using cloud = await start(() => {
      runs += 1;
      if (runs === 1) fails();
    });
    await createQueue(cloud);
    await deploy(cloud, {});
    const { TableDescription } = await call<{ readonly TableDescription: { readonly LatestStreamArn: string } }>(
      cloud,
      'dynamodb',
      'CreateTable',
      {
        TableName: 'orders',
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        BillingMode: 'PAY_PER_REQUEST',
        StreamSpecification: { StreamEnabled: true, StreamViewType: 'KEYS_ONLY' },
      },
    );
    await call(cloud, 'lambda', 'CreateEventSourceMapping', {
      FunctionName: 'f',
      EventSourceArn: TableDescription.LatestStreamArn,
      StartingPosition: 'TRIM_HORIZON',
      MaximumRetryAttempts: 0,
      DestinationConfig: { OnFailure: { Destination: queueArn('failures') } },
    });
    cloud.faults.add('throttle sqs:SendMessage times=1');

    await call(cloud, 'dynamodb', 'PutItem', { TableName: 'orders', Item: { id: { S: 'a' } } });
    await cloud.clock.advance('10ms');
    await call(cloud, 'dynamodb', 'PutItem', { TableName: 'orders', Item: { id: { S: 'b' } } });
    await cloud.clock.advance('10ms');
    const waiting = operationsIn(cloud);
    await cloud.clock.advance('10s');

    expect([runs, waiting]).toEqual([2, ['DeliverRecord']]);
    expect((await messagesIn(cloud)).map(({ Body }) => JSON.parse(Body) as unknown)).toMatchObject([
      { requestContext: { condition: 'RetryAttemptsExhausted' }, DDBStreamBatchInfo: { batchSize: 1 } },
    ]);
  });
});

describe('an asynchronous event', () => {
  it.each(['throttle', 'error', 'reset'])('survives a fault of its own delivery: %s', async (kind) => {
    let runs = 0;
    await using cloud = await start(() => {
      runs += 1;
    });
    await deploy(cloud, {});
    cloud.faults.add(`${kind} lambda:DeliverEvent times=3`);

    await sendEvent(cloud);
    await cloud.clock.advance('1m');

    expect(runs).toBe(1);
    expect(operationsIn(cloud)).toEqual([]);
  });

  it('that was throttled with others does not wake together with them', async () => {
    await using cloud = await start(() => new Promise(() => undefined));
    await deploy(cloud, {});
    await call(cloud, 'lambda', 'PutFunctionConcurrency', { FunctionName: 'f', ReservedConcurrentExecutions: 1 });
    for (let count = 0; count < 20; count += 1) await sendEvent(cloud);

    cloud.clock.fireNext();
    const waiting = () => cloud.kernel.scheduler.pending().filter(({ dueMs }) => dueMs > cloud.clock.now());
    while (waiting().length < 19) await new Promise((resolve) => setImmediate(resolve));

    expect(new Set(waiting().map(({ dueMs }) => dueMs)).size).toBeGreaterThan(10);
  });
});
