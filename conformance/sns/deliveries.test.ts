import { CloudWatchClient, GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  ConfirmSubscriptionCommand,
  CreateTopicCommand,
  GetSubscriptionAttributesCommand,
  PublishCommand,
  SetSubscriptionAttributesCommand,
  SetTopicAttributesCommand,
  SNSClient,
  SubscribeCommand,
} from '@aws-sdk/client-sns';
import { CreateQueueCommand, ReceiveMessageCommand, SetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud({ clock: 'virtual' });
let sns: SNSClient;
let sqs: SQSClient;
beforeEach(() => {
  sns = target.client(SNSClient);
  sqs = target.client(SQSClient);
});

/** An open queue of whichever account the client is of. */
async function makeQueue(QueueName: string, client = sqs, Attributes: Record<string, string> = {}): Promise<string> {
  const { QueueUrl = '' } = await client.send(new CreateQueueCommand({ QueueName, Attributes }));
  const Policy = JSON.stringify({
    Statement: [{ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sqs:SendMessage', Resource: '*' }],
  });
  await client.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));
  return QueueUrl;
}

async function received(QueueUrl: string, client = sqs): Promise<Record<string, string>[]> {
  const { Messages = [] } = await client.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
  return Messages.map(({ Body = '{}' }) => JSON.parse(Body));
}

async function makeTopic(Name: string, Attributes: Record<string, string> = {}): Promise<string> {
  return (await sns.send(new CreateTopicCommand({ Name, Attributes }))).TopicArn ?? '';
}

const queueArn = (name: string, account = '000000000000') => `arn:aws:sqs:us-east-1:${account}:${name}`;

async function subscribe(TopicArn: string, Endpoint: string): Promise<string> {
  const command = { TopicArn, Protocol: 'sqs', Endpoint, ReturnSubscriptionArn: true };
  return (await sns.send(new SubscribeCommand(command))).SubscriptionArn ?? '';
}

async function publish(TopicArn: string, Message: string, MessageGroupId?: string): Promise<void> {
  await sns.send(new PublishCommand({ TopicArn, Message, ...(MessageGroupId && { MessageGroupId }) }));
  await target.cloud.clock.advance('1ms');
}

describe('a queue of another account', () => {
  it('gets messages once it has confirmed by the message that it gets first', async () => {
    const other = {
      ...target.cloud.clientConfig(),
      credentials: { accessKeyId: '111111111111', secretAccessKey: 'x' },
    };
    const theirs = new SQSClient(other);
    const url = await makeQueue('q', theirs);
    const TopicArn = await makeTopic('t');
    const SubscriptionArn = await subscribe(TopicArn, queueArn('q', '111111111111'));
    await publish(TopicArn, 'too early');
    const [asked] = await received(url, theirs);

    await sns.send(new ConfirmSubscriptionCommand({ TopicArn, Token: asked?.Token }));
    await publish(TopicArn, 'hello');

    expect(asked).toMatchObject({ Type: 'SubscriptionConfirmation', TopicArn });
    expect(await received(url, theirs)).toMatchObject([{ Type: 'Notification', Message: 'hello' }]);
    const { Attributes } = await sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }));
    expect(Attributes).toMatchObject({ PendingConfirmation: 'false', ConfirmationWasAuthenticated: 'false' });
  });
});

describe('deliveries that fail', () => {
  it('are made again when the queue can take them, in order on FIFO topics', async () => {
    const url = await makeQueue('q.fifo', sqs, { FifoQueue: 'true' });
    const TopicArn = await makeTopic('t.fifo', { FifoTopic: 'true', ContentBasedDeduplication: 'true' });
    await subscribe(TopicArn, queueArn('q.fifo'));
    // The first attempt and those that follow at once.
    target.cloud.faults.add('error sqs:SendMessage times=4');

    await publish(TopicArn, 'one', 'g');
    await publish(TopicArn, 'two', 'g');
    const early = await received(url);
    await target.cloud.clock.advance('1m');

    expect(early).toEqual([]);
    expect((await received(url)).map(({ Message }) => Message)).toEqual(['one', 'two']);
  });
});

describe('an archive', () => {
  it('is sent once more to a subscription that asks for it', async () => {
    const url = await makeQueue('q.fifo', sqs, { FifoQueue: 'true' });
    const ArchivePolicy = '{"MessageRetentionPeriod":"1"}';
    const TopicArn = await makeTopic('t.fifo', { FifoTopic: 'true', ContentBasedDeduplication: 'true', ArchivePolicy });
    await publish(TopicArn, 'before anybody listened', 'g');
    const SubscriptionArn = await subscribe(TopicArn, queueArn('q.fifo'));

    const AttributeValue = JSON.stringify({ PointType: 'Timestamp', StartingPoint: '2000-01-01T00:00:00Z' });
    await sns.send(
      new SetSubscriptionAttributesCommand({ SubscriptionArn, AttributeName: 'ReplayPolicy', AttributeValue }),
    );
    await target.cloud.clock.advance('1ms');

    expect(await received(url)).toMatchObject([{ Message: 'before anybody listened' }]);
  });
});

describe('what is told of deliveries', () => {
  it('are metrics of the topic', async () => {
    await makeQueue('q');
    const TopicArn = await makeTopic('t');
    await subscribe(TopicArn, queueArn('q'));
    await subscribe(TopicArn, queueArn('none'));
    const StartTime = new Date(target.cloud.clock.now() - 3_600_000);

    await publish(TopicArn, 'hello');
    const sum = async (MetricName: string) => {
      const EndTime = new Date(target.cloud.clock.now() + 3_600_000);
      const { Datapoints = [] } = await target.client(CloudWatchClient).send(
        new GetMetricStatisticsCommand({
          Namespace: 'AWS/SNS',
          MetricName,
          Dimensions: [{ Name: 'TopicName', Value: 't' }],
          StartTime,
          EndTime,
          Period: 7200,
          Statistics: ['Sum'],
        }),
      );
      return Datapoints.reduce((total, { Sum = 0 }) => total + Sum, 0);
    };

    expect(await sum('NumberOfMessagesPublished')).toBe(1);
    expect(await sum('PublishSize')).toBe(5);
    expect(await sum('NumberOfNotificationsDelivered')).toBe(1);
    expect(await sum('NumberOfNotificationsFailed')).toBe(1);
  });

  it('are lines in CloudWatch Logs where the topic names a role', async () => {
    await makeQueue('q');
    const TopicArn = await makeTopic('t');
    await subscribe(TopicArn, queueArn('q'));
    const role = { AttributeName: 'SQSSuccessFeedbackRoleArn', AttributeValue: 'arn:aws:iam::000000000000:role/r' };
    await sns.send(new SetTopicAttributesCommand({ TopicArn, ...role }));

    await publish(TopicArn, 'hello');
    const logs = target.client(CloudWatchLogsClient);
    const logGroupName = 'sns/us-east-1/000000000000/t';
    const { events = [] } = await logs.send(new FilterLogEventsCommand({ logGroupName }));

    expect(JSON.parse(events[0]?.message ?? '{}')).toMatchObject({
      status: 'SUCCESS',
      notification: { topicArn: TopicArn },
      delivery: { destination: queueArn('q'), attempts: 1, statusCode: 200 },
    });
  });
});
