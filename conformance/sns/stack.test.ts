import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  UpdateStackCommand,
  waitUntilStackCreateComplete,
  waitUntilStackDeleteComplete,
  waitUntilStackUpdateComplete,
} from '@aws-sdk/client-cloudformation';
import {
  GetSubscriptionAttributesCommand,
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
  ListTagsForResourceCommand,
  SNSClient,
} from '@aws-sdk/client-sns';
import { beforeEach, expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud();
let stacks: CloudFormationClient;
let sns: SNSClient;
beforeEach(() => {
  stacks = target.client(CloudFormationClient);
  sns = target.client(SNSClient);
});

const queue = (name: string) => `arn:aws:sqs:us-east-1:000000000000:${name}`;
const arn = (name: string) => `arn:aws:sns:us-east-1:000000000000:${name}`;

const statement = (topic: string) => ({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { Service: 's3.amazonaws.com' }, Action: 'sns:Publish', Resource: { Ref: topic } },
  ],
});

interface Chosen {
  readonly displayName: string;
  readonly inline: string;
  readonly raw: boolean;
}

const templateOf = ({ displayName, inline, raw }: Chosen) => ({
  Resources: {
    Topic: {
      Type: 'AWS::SNS::Topic',
      Properties: {
        TopicName: 'plain',
        DisplayName: displayName,
        Subscription: [{ Protocol: 'sqs', Endpoint: queue(inline) }],
        DeliveryStatusLogging: [{ Protocol: 'sqs', SuccessFeedbackRoleArn: 'arn:aws:iam::000000000000:role/r' }],
        Tags: [{ Key: 'team', Value: displayName }],
      },
    },
    Fifo: {
      Type: 'AWS::SNS::Topic',
      Properties: {
        TopicName: 'ordered.fifo',
        FifoTopic: true,
        ContentBasedDeduplication: true,
        FifoThroughputScope: 'MessageGroup',
        ArchivePolicy: { MessageRetentionPeriod: '30' },
      },
    },
    Subscription: {
      Type: 'AWS::SNS::Subscription',
      Properties: {
        TopicArn: { Ref: 'Topic' },
        Protocol: 'sqs',
        Endpoint: queue('own'),
        RawMessageDelivery: raw,
        ...(raw
          ? { FilterPolicy: { kind: { of: ['a'] } }, FilterPolicyScope: 'MessageBody' }
          : { FilterPolicy: { kind: ['a'] }, FilterPolicyScope: 'MessageAttributes' }),
      },
    },
    Policy: {
      Type: 'AWS::SNS::TopicPolicy',
      Properties: { Topics: [{ Ref: 'Topic' }], PolicyDocument: statement('Topic') },
    },
    Inline: {
      Type: 'AWS::SNS::TopicInlinePolicy',
      Properties: { TopicArn: { Ref: 'Fifo' }, PolicyDocument: statement('Fifo') },
    },
  },
});

const StackName = 's';
const waiter = () => ({ client: stacks, maxWaitTime: 30, minDelay: 1, maxDelay: 1 });
const input = (chosen: Chosen) => ({ StackName, TemplateBody: JSON.stringify(templateOf(chosen)) });

async function seen() {
  const TopicArn = arn('plain');
  const { Attributes } = await sns.send(new GetTopicAttributesCommand({ TopicArn }));
  const { Tags = [] } = await sns.send(new ListTagsForResourceCommand({ ResourceArn: TopicArn }));
  const { Subscriptions = [] } = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
  const own = Subscriptions.find(({ Endpoint }) => Endpoint === queue('own'));
  const asked = new GetSubscriptionAttributesCommand({ SubscriptionArn: own?.SubscriptionArn });
  return {
    Attributes,
    team: Tags.find(({ Key }) => Key === 'team')?.Value,
    endpoints: Subscriptions.map(({ Endpoint }) => Endpoint).sort(),
    own: (await sns.send(asked)).Attributes,
  };
}

test('topics, subscriptions and policies of a template come, change and go', async () => {
  await stacks.send(new CreateStackCommand(input({ displayName: 'one', inline: 'first', raw: false })));
  await waitUntilStackCreateComplete(waiter(), { StackName });
  const before = await seen();
  const fifo = await sns.send(new GetTopicAttributesCommand({ TopicArn: arn('ordered.fifo') }));

  await stacks.send(new UpdateStackCommand(input({ displayName: 'two', inline: 'second', raw: true })));
  await waitUntilStackUpdateComplete(waiter(), { StackName });
  const after = await seen();
  await stacks.send(new DeleteStackCommand({ StackName }));
  await waitUntilStackDeleteComplete(waiter(), { StackName });

  expect(before.Attributes).toMatchObject({
    DisplayName: 'one',
    SQSSuccessFeedbackRoleArn: 'arn:aws:iam::000000000000:role/r',
    Policy: expect.stringContaining('s3.amazonaws.com'),
  });
  expect(before.own).toMatchObject({
    RawMessageDelivery: 'false',
    FilterPolicy: '{"kind":["a"]}',
    FilterPolicyScope: 'MessageAttributes',
  });
  expect(after.own).toMatchObject({ FilterPolicy: '{"kind":{"of":["a"]}}', FilterPolicyScope: 'MessageBody' });
  expect([before.team, after.team]).toEqual(['one', 'two']);
  expect([before.endpoints, after.endpoints]).toEqual([
    [queue('first'), queue('own')],
    [queue('own'), queue('second')],
  ]);
  expect([after.Attributes?.DisplayName, after.own?.RawMessageDelivery]).toEqual(['two', 'true']);
  expect(fifo.Attributes).toMatchObject({
    FifoTopic: 'true',
    ContentBasedDeduplication: 'true',
    FifoThroughputScope: 'MessageGroup',
    ArchivePolicy: '{"MessageRetentionPeriod":"30"}',
    BeginningArchiveTime: expect.stringMatching(/^\d{4}-/),
    Policy: expect.stringContaining('s3.amazonaws.com'),
  });
  await expect(sns.send(new GetTopicAttributesCommand({ TopicArn: arn('ordered.fifo') }))).rejects.toThrow(
    'Topic does not exist',
  );
});
