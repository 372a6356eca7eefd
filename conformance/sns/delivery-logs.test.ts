import { createHash } from 'node:crypto';
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  CreateTopicCommand,
  PublishCommand,
  type PublishInput,
  SetTopicAttributesCommand,
  SNSClient,
  SubscribeCommand,
} from '@aws-sdk/client-sns';
import { CreateQueueCommand, SetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud({ clock: 'virtual' });
const role = 'arn:aws:iam::000000000000:role/feedback';
const Endpoint = 'arn:aws:sqs:us-east-1:000000000000:q';
let sns: SNSClient;
let TopicArn: string;
beforeEach(async () => {
  sns = target.client(SNSClient);
  const Attributes = { SQSSuccessFeedbackRoleArn: role, SQSFailureFeedbackRoleArn: role };
  TopicArn = (await sns.send(new CreateTopicCommand({ Name: 't', Attributes }))).TopicArn ?? '';
});

async function makeQueue(isOpen: boolean): Promise<void> {
  const sqs = target.client(SQSClient);
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'q' }));
  const Policy = JSON.stringify({ Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sqs:*', Resource: '*' }] });
  if (isOpen) await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));
}

const subscribe = (Attributes: Record<string, string> = {}) =>
  sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint, Attributes }));

async function publish(message: Omit<PublishInput, 'TopicArn'> = { Message: 'hello' }): Promise<string> {
  const { MessageId = '' } = await sns.send(new PublishCommand({ TopicArn, ...message }));
  await target.cloud.clock.advance('1s');
  return MessageId;
}

interface Line {
  readonly delivery: { readonly providerResponse: string };
}

async function logged(suffix = ''): Promise<Line[]> {
  const logGroupName = `sns/us-east-1/000000000000/t${suffix}`;
  const command = new FilterLogEventsCommand({ logGroupName });
  const { events = [] } = await target.client(CloudWatchLogsClient).send(command);
  return events.map(({ message = '' }) => JSON.parse(message));
}

describe('delivery status logs', () => {
  it('tell a delivery that was taken', async () => {
    await makeQueue(true);
    await subscribe();

    const messageId = await publish();
    const [line] = await logged();

    expect(JSON.stringify(Object.keys(line ?? {}))).toBe('["notification","delivery","status"]');
    expect(line).toEqual({
      notification: {
        messageMD5Sum: createHash('md5').update('hello').digest('hex'),
        messageId,
        topicArn: TopicArn,
        timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}$/),
      },
      delivery: {
        deliveryId: expect.stringMatching(/^[\da-f-]{36}$/),
        destination: Endpoint,
        providerResponse: expect.stringMatching(/^\{"sqsRequestId":".+"\}$/),
        dwellTimeMs: expect.any(Number),
        attempts: 1,
        statusCode: 200,
      },
      status: 'SUCCESS',
    });
  });

  it('tell that a queue may not be written to', async () => {
    await makeQueue(false);
    await subscribe();

    await publish();
    const [line] = await logged('/Failure');

    expect(line).toMatchObject({ delivery: { attempts: 1, statusCode: 403 }, status: 'FAILURE' });
    expect(JSON.parse(line?.delivery.providerResponse ?? '{}')).toEqual({
      ErrorCode: 'AccessDenied',
      ErrorMessage: `Access to the resource ${target.cloud.endpoint}/000000000000/q is denied.`,
      sqsRequestId: 'Unrecoverable',
    });
  });

  it('tell that a raw message has more attributes than a queue takes', async () => {
    await makeQueue(true);
    await subscribe({ RawMessageDelivery: 'true' });
    const eleven = Array.from({ length: 11 }, (_each, index) => [
      `a${index}`,
      { DataType: 'String', StringValue: 'x' },
    ]);

    await publish({ Message: 'hello', MessageAttributes: Object.fromEntries(eleven) });
    const [line] = await logged('/Failure');

    expect(JSON.parse(line?.delivery.providerResponse ?? '{}')).toEqual({
      ErrorCode: 'InvalidParameterValue',
      ErrorMessage: 'Number of message attributes [11] exceeds the maximum allowed [10].',
      sqsRequestId: 'Unrecoverable',
    });
  });

  it.each([
    ['0', 0],
    ['100', 3],
  ])('tell %s percent of successes where the topic says so', async (AttributeValue, count) => {
    await makeQueue(true);
    await subscribe();
    await subscribe();
    const sampling = { TopicArn, AttributeName: 'SQSSuccessFeedbackSampleRate', AttributeValue };
    await sns.send(new SetTopicAttributesCommand(sampling));

    for (let message = 0; message < 3; message += 1) await publish();

    expect(await logged().catch(() => [])).toHaveLength(count);
  });

  it.each(['101', '-1', '1.5', 'all', ''])('take no sample rate of “%s”', async (AttributeValue) => {
    const sampling = { TopicArn, AttributeName: 'SQSSuccessFeedbackSampleRate', AttributeValue };

    await expect(sns.send(new SetTopicAttributesCommand(sampling))).rejects.toThrow(
      'Invalid parameter: SQSSuccessFeedbackSampleRate: value provided is not an integer between 0-100',
    );
  });
});
