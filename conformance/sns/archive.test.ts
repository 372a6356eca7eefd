import {
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
const Policy = JSON.stringify({ Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sqs:*', Resource: '*' }] });
const Endpoint = 'arn:aws:sqs:us-east-1:000000000000:q.fifo';
const ReplayPolicy = JSON.stringify({ PointType: 'Timestamp', StartingPoint: '2000-01-01T00:00:00.000Z' });
let sns: SNSClient;
let sqs: SQSClient;
let TopicArn: string;
let QueueUrl: string;
beforeEach(async () => {
  sns = target.client(SNSClient);
  sqs = target.client(SQSClient);
  const queue = await sqs.send(new CreateQueueCommand({ QueueName: 'q.fifo', Attributes: { FifoQueue: 'true' } }));
  QueueUrl = queue.QueueUrl ?? '';
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));
  const Attributes = {
    FifoTopic: 'true',
    ContentBasedDeduplication: 'true',
    ArchivePolicy: '{"MessageRetentionPeriod":"2"}',
  };
  TopicArn = (await sns.send(new CreateTopicCommand({ Name: 't.fifo', Attributes }))).TopicArn ?? '';
});

const publish = (Message: string) => sns.send(new PublishCommand({ TopicArn, Message, MessageGroupId: 'g' }));

async function received(): Promise<Record<string, unknown>[]> {
  await target.cloud.clock.advance('1s');
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
  return Messages.map(({ Body = '{}' }) => JSON.parse(Body));
}

const subscribe = (Attributes: Record<string, string>) =>
  sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint, Attributes }));

describe('a message of the archive', () => {
  it('is sent to a new subscription with a replay policy, as it was but for the attribute Replayed', async () => {
    const { MessageId, SequenceNumber } = await publish('early');
    await target.cloud.clock.advance('1h');

    const { SubscriptionArn } = await subscribe({ ReplayPolicy });

    const asked = new GetSubscriptionAttributesCommand({ SubscriptionArn });
    const during = await sns.send(asked);
    expect(await received()).toEqual([
      expect.objectContaining({
        MessageId,
        SequenceNumber,
        Message: 'early',
        MessageAttributes: { Replayed: { Type: 'String', Value: 'true' } },
      }),
    ]);
    expect(during.Attributes).toMatchObject({ ReplayStatus: 'In progress', ReplayPolicy });
    expect((await sns.send(asked)).Attributes).toMatchObject({ ReplayStatus: 'Completed' });
  });

  it('is found by a filter policy for Replayed', async () => {
    await publish('early');
    await subscribe({ ReplayPolicy, FilterPolicy: '{"Replayed":["true"]}' });

    await publish('late');

    expect((await received()).map(({ Message }) => Message)).toEqual(['early']);
  });

  it('is gone after its days', async () => {
    await publish('first');
    await target.cloud.clock.advance('49h');
    await publish('second');

    await subscribe({ ReplayPolicy });

    expect((await received()).map(({ Message }) => Message)).toEqual(['second']);
  });

  it('is gone when the archive is ended, also where another one begins', async () => {
    await publish('first');
    const set = (AttributeValue: string) =>
      sns.send(new SetTopicAttributesCommand({ TopicArn, AttributeName: 'ArchivePolicy', AttributeValue }));
    await set('{}');
    await publish('unkept');
    await set('{"MessageRetentionPeriod":"2"}');
    await publish('second');

    const { SubscriptionArn } = await subscribe({});
    const replay = { SubscriptionArn, AttributeName: 'ReplayPolicy', AttributeValue: ReplayPolicy };
    await sns.send(new SetSubscriptionAttributesCommand(replay));

    expect((await received()).map(({ Message }) => Message)).toEqual(['second']);
  });
});

it('GetSubscriptionAttributes › has no ReplayStatus without a replay policy', async () => {
  const { SubscriptionArn } = await subscribe({});

  const { Attributes } = await sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }));

  expect(Attributes).not.toHaveProperty('ReplayStatus');
});
