import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStacksCommand,
  UpdateStackCommand,
  waitUntilStackCreateComplete,
  waitUntilStackUpdateComplete,
} from '@aws-sdk/client-cloudformation';
import { GetQueueAttributesCommand, ListQueuesCommand, ListQueueTagsCommand, SQSClient } from '@aws-sdk/client-sqs';
import { expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud();
const stacks = () => target.client(CloudFormationClient);
const queues = () => target.client(SQSClient);
const StackName = 'shop';
const waiting = () => ({ client: stacks(), maxWaitTime: 10, minDelay: 1, maxDelay: 1 });

const template = (orders: Record<string, unknown>) =>
  JSON.stringify({
    Resources: {
      Dead: { Type: 'AWS::SQS::Queue' },
      Orders: {
        Type: 'AWS::SQS::Queue',
        Properties: {
          RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['Dead', 'Arn'] }, maxReceiveCount: '3' },
          ...orders,
        },
      },
      Fifo: { Type: 'AWS::SQS::Queue', Properties: { FifoQueue: true, ContentBasedDeduplication: true } },
      Policy: {
        Type: 'AWS::SQS::QueuePolicy',
        Properties: {
          Queues: [{ Ref: 'Orders' }],
          PolicyDocument: {
            Version: '2012-10-17',
            Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sqs:SendMessage', Resource: '*' }],
          },
        },
      },
    },
    Outputs: {
      Url: { Value: { Ref: 'Orders' } },
      Name: { Value: { 'Fn::GetAtt': ['Orders', 'QueueName'] } },
      SameUrl: { Value: { 'Fn::GetAtt': ['Orders', 'QueueUrl'] } },
      FifoName: { Value: { 'Fn::GetAtt': ['Fifo', 'QueueName'] } },
    },
  });

const outputs = async (): Promise<Record<string, string>> => {
  const { Stacks } = await stacks().send(new DescribeStacksCommand({ StackName }));
  return Object.fromEntries((Stacks?.[0]?.Outputs ?? []).map((each) => [each.OutputKey, each.OutputValue]));
};
const attributesOf = async (QueueUrl: string | undefined) => {
  const { Attributes } = await queues().send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
  return Attributes ?? {};
};

it('makes, changes and deletes queues and their policies', async () => {
  const Tags = [{ Key: 'team', Value: 'blue' }];
  const TemplateBody = template({
    VisibilityTimeout: 60,
    DelaySeconds: '5',
    MaximumMessageSize: 2048,
    SqsManagedSseEnabled: true,
  });
  await stacks().send(new CreateStackCommand({ StackName, TemplateBody, Tags }));
  await waitUntilStackCreateComplete(waiting(), { StackName });
  const { Url, Name, SameUrl, FifoName } = await outputs();
  const created = await attributesOf(Url);
  const tags = await queues().send(new ListQueueTagsCommand({ QueueUrl: Url }));
  await stacks().send(new UpdateStackCommand({ StackName, TemplateBody: template({ VisibilityTimeout: 90 }), Tags }));
  await waitUntilStackUpdateComplete(waiting(), { StackName });
  const updated = await attributesOf(Url);

  expect(Name).toMatch(/^shop-Orders-/);
  expect(FifoName).toMatch(/^shop-Fifo-.*\.fifo$/);
  expect(SameUrl).toBe(Url);
  expect(created).toMatchObject({
    VisibilityTimeout: '60',
    DelaySeconds: '5',
    RedrivePolicy: expect.stringContaining('"maxReceiveCount":3'),
    Policy: expect.stringContaining('sqs:SendMessage'),
  });
  expect(tags.Tags).toEqual({ team: 'blue' });
  expect(updated).toMatchObject({
    VisibilityTimeout: '90',
    DelaySeconds: '0',
    MaximumMessageSize: '262144',
    SqsManagedSseEnabled: 'false',
  });
  await stacks().send(new DeleteStackCommand({ StackName }));
  await expect.poll(async () => (await queues().send(new ListQueuesCommand({}))).QueueUrls).toBeUndefined();
});
