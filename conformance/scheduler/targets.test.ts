import { CloudWatchClient, GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import { CreateTableCommand, DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import type { Target } from '@aws-sdk/client-scheduler';
import { beforeEach, describe, expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';
import { makeFunction } from '../lambda/make-function.ts';
import { bodies, create, makeQueue, makeRole, queueArn, received, roleArn, scope } from './scheduling.ts';

const target = useCloud({ clock: 'virtual', seed: 7 });
const pass = (duration: string | number) => target.cloud.clock.advance(duration as '1m');
const once = 'at(2020-01-01T10:00:00)';
const aim = (given: Partial<Target>) =>
  create(target, { ScheduleExpression: once, Target: { Arn: queueArn(), RoleArn: roleArn, ...given } });

beforeEach(async () => {
  await makeRole(target);
  await makeQueue(target);
});

/** A function that sends the queue what it gets. */
async function telling(): Promise<Partial<Target>> {
  const code = `
    const { SQSClient, SendMessageCommand } = require('@aws-sdk/client-sqs');
    exports.handler = (event) => new SQSClient({}).send(new SendMessageCommand({
      QueueUrl: process.env.QUEUE, MessageBody: JSON.stringify(event),
    }));`;
  const QUEUE = `${target.cloud.endpoint}/000000000000/q`;
  await makeFunction(target.client(LambdaClient), code, { Environment: { Variables: { QUEUE } } });
  return { Arn: `arn:aws:lambda:${scope}:function:f` };
}

describe('a function', () => {
  test('gets the input', async () => {
    await aim({ ...(await telling()), Input: '{"hello":"world"}' });

    await pass('1m');

    await expect.poll(() => bodies(target), { timeout: 30_000 }).toEqual(['{"hello":"world"}']);
  });

  test('gets a notification where there is no input', async () => {
    await aim(await telling());

    await pass('1m');

    let got: string | undefined;
    await expect.poll(async () => (got ??= (await bodies(target))[0]), { timeout: 30_000 }).toBeDefined();
    expect(JSON.parse(got ?? '')).toEqual({
      version: '0',
      id: expect.stringMatching(/^[\da-f-]{36}$/),
      'detail-type': 'Scheduled Event',
      source: 'aws.scheduler',
      account: '000000000000',
      time: '2020-01-01T10:00:00Z',
      region: 'us-east-1',
      resources: [`arn:aws:scheduler:${scope}:schedule/default/s`],
      detail: '{}',
    });
  });
});

test('a FIFO queue gets the message in its group', async () => {
  await makeQueue(target, 'q.fifo', { FifoQueue: 'true', ContentBasedDeduplication: 'true' });
  await aim({ Arn: queueArn('q.fifo'), Input: 'text', SqsParameters: { MessageGroupId: 'group' } });

  await pass('1m');

  expect(await received(target, 'q.fifo')).toMatchObject([{ Body: 'text', Attributes: { MessageGroupId: 'group' } }]);
});

test('the input tells what it asks for of the run', async () => {
  await aim({
    Input: ['schedule-arn', 'scheduled-time', 'execution-id', 'attempt-number', 'other']
      .map((name) => `<aws.scheduler.${name}>`)
      .join(' '),
  });

  await pass('1m');

  const [body = ''] = await bodies(target);
  expect(body).toMatch(
    /^arn:aws:scheduler:us-east-1:000000000000:schedule\/default\/s 2020-01-01T10:00:00Z [\da-f]{16} 1 <aws\.scheduler\.other>$/,
  );
});

describe('a universal target', () => {
  test('calls any operation', async () => {
    const table = {
      TableName: 'orders',
      BillingMode: 'PAY_PER_REQUEST' as const,
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' as const }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' as const }],
    };
    await target.client(DynamoDBClient).send(new CreateTableCommand(table));
    const Item = { id: { S: '<aws.scheduler.scheduled-time>' } };
    await aim({
      Arn: 'arn:aws:scheduler:::aws-sdk:dynamodb:putItem',
      Input: JSON.stringify({ TableName: 'orders', Item }),
    });

    await pass('1m');

    const { Items } = await target.client(DynamoDBClient).send(new ScanCommand({ TableName: 'orders' }));
    expect(Items).toEqual([{ id: { S: '2020-01-01T10:00:00Z' } }]);
  });

  test('that is refused becomes a dead letter', async () => {
    await makeQueue(target, 'dead');
    const Input = JSON.stringify({ QueueUrl: `${target.cloud.endpoint}/000000000000/none`, MessageBody: 'x' });
    const Arn = 'arn:aws:scheduler:::aws-sdk:sqs:sendMessage';
    await aim({ Arn, Input, DeadLetterConfig: { Arn: queueArn('dead') } });

    await pass('1m');

    const [letter] = await received(target, 'dead');
    expect(letter?.Body).toBe(Input);
    const text = (StringValue: string | RegExp) => ({
      DataType: 'String',
      StringValue: typeof StringValue === 'string' ? StringValue : expect.stringMatching(StringValue),
    });
    expect(letter?.MessageAttributes).toEqual({
      ERROR_CODE: text(/QueueDoesNotExist|NonExistentQueue/),
      ERROR_MESSAGE: text(/does not exist/),
      EXECUTION_ID: text(/^[\da-f]{16}$/),
      IS_PAYLOAD_TRUNCATED: text('false'),
      RETRY_ATTEMPTS: text('0'),
      SCHEDULED_TIME: text('2020-01-01T10:00:00Z'),
      SCHEDULE_ARN: text(`arn:aws:scheduler:${scope}:schedule/default/s`),
      TARGET_ARN: text(Arn),
    });
  });
});

describe('a target that fails for a while', () => {
  const attempts = { Input: '<aws.scheduler.attempt-number>' };

  test('is invoked again until it takes the call', async () => {
    target.cloud.faults.add('error sqs:SendMessage times=3');
    await aim(attempts);

    await pass('5m');

    expect(await bodies(target)).toEqual(['4']);
  });

  test('is given up after its retries, and what is left over is a dead letter', async () => {
    await makeQueue(target, 'dead');
    target.cloud.faults.add('error sqs:SendMessage times=3');
    const RetryPolicy = { MaximumRetryAttempts: 2 };
    await aim({ ...attempts, RetryPolicy, DeadLetterConfig: { Arn: queueArn('dead') } });

    await pass('10m');

    expect(await bodies(target)).toEqual([]);
    const [letter] = await received(target, 'dead');
    expect(letter?.MessageAttributes).toMatchObject({
      RETRY_ATTEMPTS: { StringValue: '2' },
      EXHAUSTED_RETRY_CONDITION: { StringValue: 'MaximumRetryAttempts' },
      TARGET_ARN: { StringValue: 'arn:aws:scheduler:::aws-sdk:sqs:sendMessage' },
    });
  });

  test('is given up when the event is too old', async () => {
    await makeQueue(target, 'dead');
    target.cloud.faults.add('throttle sqs:SendMessage times=8');
    const RetryPolicy = { MaximumEventAgeInSeconds: 60 };
    await aim({ ...attempts, RetryPolicy, DeadLetterConfig: { Arn: queueArn('dead') } });

    await pass('1h');

    const [letter] = await received(target, 'dead');
    expect(letter?.MessageAttributes).toMatchObject({
      EXHAUSTED_RETRY_CONDITION: { StringValue: 'MaximumEventAgeInSeconds' },
    });
  });

  test('is counted, by the schedule’s group', async () => {
    target.cloud.faults.add('error sqs:SendMessage times=1');
    const RetryPolicy = { MaximumRetryAttempts: 0 };
    await aim({ ...attempts, RetryPolicy });
    await pass('1m');
    const sum = async (MetricName: string) => {
      const { Datapoints = [] } = await target.client(CloudWatchClient).send(
        new GetMetricStatisticsCommand({
          Namespace: 'AWS/Scheduler',
          MetricName,
          Dimensions: [{ Name: 'ScheduleGroup', Value: 'default' }],
          StartTime: new Date(target.cloud.clock.now() - 3_600_000),
          EndTime: new Date(target.cloud.clock.now() + 60_000),
          Period: 7200,
          Statistics: ['Sum'],
        }),
      );
      return Datapoints[0]?.Sum;
    };

    expect(await sum('InvocationAttemptCount')).toBe(1);
    expect(await sum('TargetErrorCount')).toBe(1);
    expect(await sum('InvocationDroppedCount')).toBe(1);
    expect(await sum('InvocationsSentToDeadLetterCount')).toBeUndefined();
  });
});
