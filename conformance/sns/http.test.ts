import { createPublicKey, verify } from 'node:crypto';
import {
  CreateTopicCommand,
  GetSubscriptionAttributesCommand,
  PublishCommand,
  SNSClient,
  SubscribeCommand,
  UnsubscribeCommand,
} from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';
import { type Receiver, startReceiver } from './http-receiver.ts';

const target = useCloud({ clock: 'virtual' });
let sns: SNSClient;
let TopicArn: string;
beforeEach(async () => {
  sns = target.client(SNSClient);
  const command = new CreateTopicCommand({ Name: 't', Attributes: { SignatureVersion: '2' } });
  TopicArn = (await sns.send(command)).TopicArn ?? '';
});

const signedMembers = ['Message', 'MessageId', 'Subject', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'];

/** As receivers check messages. */
async function isSigned(body: string): Promise<boolean> {
  const message = JSON.parse(body) as Record<string, string>;
  const certificate = await (await fetch(message.SigningCertURL ?? '')).text();
  const text = signedMembers.flatMap((name) => (message[name] === undefined ? [] : [`${name}\n${message[name]}\n`]));
  const signature = Buffer.from(message.Signature ?? '', 'base64');
  return verify('sha256', Buffer.from(text.join('')), createPublicKey(certificate), signature);
}

/** Subscribes an endpoint and follows the link that it gets. */
async function confirmed(receiver: Receiver, Attributes: Record<string, string> = {}): Promise<string> {
  const command = { TopicArn, Protocol: 'http', Endpoint: receiver.url, Attributes, ReturnSubscriptionArn: true };
  const { SubscriptionArn = '' } = await sns.send(new SubscribeCommand(command));
  await target.cloud.clock.advance(1);
  const [first] = await receiver.untilReceived(1);
  const answer = await fetch(JSON.parse(first?.body ?? '').SubscribeURL);
  expect(await answer.text()).toContain(`<SubscriptionArn>${SubscriptionArn}</SubscriptionArn>`);
  return SubscriptionArn;
}

async function publish(Message: string, waitedFor: string | number = 1): Promise<void> {
  await sns.send(new PublishCommand({ TopicArn, Message, Subject: 'Hi' }));
  await target.cloud.clock.advance(waitedFor);
}

describe('an HTTP endpoint', () => {
  it('is asked to confirm, told by signed messages, and asked again when it is unsubscribed', async () => {
    await using receiver = await startReceiver();
    const SubscriptionArn = await confirmed(receiver);

    await publish('hello');
    await sns.send(new UnsubscribeCommand({ SubscriptionArn }));
    await target.cloud.clock.advance(1);
    const [asked, told, gone] = await receiver.untilReceived(3);

    expect(asked?.headers).toMatchObject({
      'x-amz-sns-message-type': 'SubscriptionConfirmation',
      'x-amz-sns-topic-arn': TopicArn,
      'content-type': 'text/plain; charset=UTF-8',
      'user-agent': 'Amazon Simple Notification Service Agent',
    });
    expect(asked?.headers).not.toHaveProperty('x-amz-sns-subscription-arn');
    expect(told?.headers).toMatchObject({
      'x-amz-sns-message-type': 'Notification',
      'x-amz-sns-subscription-arn': SubscriptionArn,
      'x-amz-sns-message-id': JSON.parse(told?.body ?? '').MessageId,
    });
    expect(gone?.headers).toMatchObject({ 'x-amz-sns-message-type': 'UnsubscribeConfirmation' });
    for (const { body } of [asked, told, gone].flatMap((one) => one ?? [])) expect(await isSigned(body)).toBe(true);
    expect(JSON.parse(gone?.body ?? '').Message).toBe(
      `You have chosen to deactivate subscription ${SubscriptionArn}.\nTo cancel this operation and restore the subscription, visit the SubscribeURL included in this message.`,
    );
  });

  it('gets bare messages where it wants them raw', async () => {
    await using receiver = await startReceiver();
    await confirmed(receiver, { RawMessageDelivery: 'true' });

    await publish('hello');
    const [, told] = await receiver.untilReceived(2);

    expect(told?.body).toBe('hello');
    expect(told?.headers).toMatchObject({ 'x-amz-sns-rawdelivery': 'true' });
  });

  it('is unsubscribed by the link in a message', async () => {
    await using receiver = await startReceiver();
    const SubscriptionArn = await confirmed(receiver);
    await publish('hello');
    const [, told] = await receiver.untilReceived(2);

    const answer = await fetch(JSON.parse(told?.body ?? '').UnsubscribeURL);

    expect(answer.status).toBe(200);
    await expect(sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }))).rejects.toThrow(
      'Subscription does not exist',
    );
  });

  it('that fails is asked again as its policy says, and what it does not take goes to the dead-letter queue', async () => {
    await using receiver = await startReceiver();
    const sqs = target.client(SQSClient);
    const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: 'dead' }));
    const asked = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] });
    const deadLetterTargetArn = (await sqs.send(asked)).Attributes?.QueueArn;
    const Policy = JSON.stringify({ Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sqs:*', Resource: '*' }] });
    await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));
    const healthyRetryPolicy = { minDelayTarget: 10, maxDelayTarget: 30, numRetries: 4, numNoDelayRetries: 1 };
    await confirmed(receiver, {
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn }),
      DeliveryPolicy: JSON.stringify({ healthyRetryPolicy }),
    });
    const count = () => receiver.received.length - 1;
    receiver.status = 503;

    await publish('hello');
    const atOnce = count();
    await target.cloud.clock.advance('10s');
    const afterTen = count();
    await target.cloud.clock.advance('1h');
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));

    expect([atOnce, afterTen, count()]).toEqual([2, 3, 5]);
    expect(JSON.parse(Messages[0]?.Body ?? '{}')).toMatchObject({ Type: 'Notification', Message: 'hello' });
  });

  it('that refuses is not asked again', async () => {
    await using receiver = await startReceiver();
    await confirmed(receiver);
    receiver.status = 404;

    await publish('hello', '1h');

    expect(receiver.received).toHaveLength(2);
  });
});
