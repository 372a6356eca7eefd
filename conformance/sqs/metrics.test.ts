import { CloudWatchClient, DescribeAlarmsCommand, PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { AddPermissionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';
import { metricsOf } from '../cloudwatch/metrics-of.ts';
import { makeFunction } from '../lambda/make-function.ts';

const target = useCloud({ clock: 'virtual' });
const client = () => target.client(SQSClient);
const advance = (duration: string) => target.cloud.clock.advance(duration);

const create = async (QueueName: string, Attributes: Record<string, string> = {}): Promise<string> => {
  const { QueueUrl = '' } = await client().send(new CreateQueueCommand({ QueueName, Attributes }));
  return QueueUrl;
};
const send = (QueueUrl: string, MessageBody: string) =>
  client().send(new SendMessageCommand({ QueueUrl, MessageBody }));
const receive = async (QueueUrl: string) => {
  const { Messages } = await client().send(new ReceiveMessageCommand({ QueueUrl }));
  return Messages?.[0]?.ReceiptHandle;
};
const metrics = (queue: string) =>
  metricsOf(target.client(CloudWatchClient), 'AWS/SQS', { QueueName: queue }, target.cloud.clock.now());

describe('metrics of a queue', () => {
  it('count what is sent, received and deleted', async () => {
    const QueueUrl = await create('orders');
    await send(QueueUrl, 'one');
    const Entries = [
      { Id: 'a', MessageBody: 'three' },
      { Id: 'b', MessageBody: '' },
    ];
    await client().send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    const ReceiptHandle = await receive(QueueUrl);
    await client().send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    await receive(QueueUrl);
    await receive(QueueUrl);

    expect(await metrics('orders')).toMatchObject({
      NumberOfMessagesSent: [{ Sum: 2, SampleCount: 2, Unit: 'Count' }],
      SentMessageSize: [{ Sum: 8, Minimum: 3, Maximum: 5, Unit: 'Bytes' }],
      NumberOfMessagesReceived: [{ Sum: 2 }],
      NumberOfMessagesDeleted: [{ Sum: 1 }],
      NumberOfEmptyReceives: [{ Sum: 1 }],
    });
  });

  it('tell each minute how many messages there were, also when nobody looked', async () => {
    const QueueUrl = await create('orders', { VisibilityTimeout: '90' });
    for (const body of ['one', 'two', 'three']) await send(QueueUrl, body);
    await receive(QueueUrl);
    await advance('3m');
    const told = await metrics('orders');
    const maxima = (name: string) => told[name]?.map(({ Maximum }) => Maximum);

    expect(maxima('ApproximateNumberOfMessagesNotVisible')?.slice(0, 1)).toEqual([1]);
    expect(maxima('ApproximateNumberOfMessagesVisible')?.slice(-2)).toEqual([3, 3]);
    expect(maxima('ApproximateNumberOfMessagesVisible')).toHaveLength(4);
    expect(maxima('ApproximateNumberOfMessagesDelayed')).toEqual([0, 0, 0, 0]);
    expect(maxima('ApproximateAgeOfOldestMessage')?.at(-1)).toBe(180);
  });

  it('end six hours after the last call', async () => {
    const QueueUrl = await create('orders');
    await send(QueueUrl, 'one');
    await advance('12h');

    expect((await metrics('orders')).ApproximateNumberOfMessagesVisible).toHaveLength(361);
  });

  it('tell of a dead-letter queue that nobody calls', async () => {
    const dead = await create('dead');
    const { Attributes } = await client().send(
      new GetQueueAttributesCommand({ QueueUrl: dead, AttributeNames: ['QueueArn'] }),
    );
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: Attributes?.QueueArn, maxReceiveCount: 1 });
    const orders = await create('orders', { RedrivePolicy, VisibilityTimeout: '0' });
    await send(orders, 'poison');
    await receive(orders);
    await receive(orders);

    expect((await metrics('dead')).ApproximateNumberOfMessagesVisible).toMatchObject([{ Maximum: 1 }]);
  });

  it('leave no timer behind while no alarm is on them', async () => {
    await send(await create('orders'), 'one');

    expect(target.cloud.clock.nextDueMs).toBeUndefined();
  });
});

describe('an alarm on the depth of a queue', () => {
  const FunctionName = 'f';
  const FunctionArn = `arn:aws:lambda:us-east-1:000000000000:function:${FunctionName}`;

  const putAlarm = (TreatMissingData: string) =>
    target.client(CloudWatchClient).send(
      new PutMetricAlarmCommand({
        AlarmName: 'deep',
        Namespace: 'AWS/SQS',
        MetricName: 'ApproximateNumberOfMessagesVisible',
        Dimensions: [{ Name: 'QueueName', Value: 'orders' }],
        Statistic: 'Maximum',
        Period: 60,
        EvaluationPeriods: 2,
        Threshold: 3,
        ComparisonOperator: 'GreaterThanOrEqualToThreshold',
        TreatMissingData,
        AlarmActions: [FunctionArn],
      }),
    );
  const state = async () => {
    const { MetricAlarms } = await target.client(CloudWatchClient).send(new DescribeAlarmsCommand({}));
    return MetricAlarms?.[0]?.StateValue;
  };
  const invoked = async () => {
    const logs = target.client(CloudWatchLogsClient);
    const input = { logGroupName: `/aws/lambda/${FunctionName}`, filterPattern: 'alarmArn' };
    return (await logs.send(new FilterLogEventsCommand(input))).events ?? [];
  };

  it('invokes a function while nobody calls the queue, and is fine again when it is drained', async () => {
    const lambda = target.client(LambdaClient);
    await makeFunction(lambda, 'exports.handler = async (event) => { console.log(JSON.stringify(event)); };');
    await lambda.send(
      new AddPermissionCommand({
        FunctionName,
        StatementId: 'alarms',
        Action: 'lambda:InvokeFunction',
        Principal: 'lambda.alarms.cloudwatch.amazonaws.com',
      }),
    );
    await putAlarm('notBreaching');
    await advance('1h');
    const QueueUrl = await create('orders', { VisibilityTimeout: '3600' });
    await send(QueueUrl, 'one');
    await advance('2m');
    const shallow = await state();
    for (const body of ['two', 'three']) await send(QueueUrl, body);
    await advance('5m');
    const deep = await state();
    await receive(QueueUrl);
    await advance('5m');

    expect([shallow, deep, await state()]).toEqual(['OK', 'ALARM', 'OK']);
    await expect.poll(invoked).toHaveLength(1);
  });

  it('hears of messages that time makes visible', async () => {
    await putAlarm('notBreaching');
    await advance('1h');
    const QueueUrl = await create('orders', { DelaySeconds: '600' });
    for (const body of ['one', 'two', 'three']) await send(QueueUrl, body);
    await advance('9m');
    const before = await state();
    await advance('5m');

    expect([before, await state()]).toEqual(['OK', 'ALARM']);
  });
});
