import * as Cf from '@aws-sdk/client-cloudformation';
import * as S3 from '@aws-sdk/client-s3';
import * as Sqs from '@aws-sdk/client-sqs';
import { App, CfnOutput, DefaultStackSynthesizer, type IStackSynthesizer, Stack } from 'aws-cdk-lib';
import { Code, Function as Lambda, Runtime } from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as notifications from 'aws-cdk-lib/aws-s3-notifications';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { beforeEach, expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';
import { stackOutputs } from '../stack-outputs.ts';

const target = useCloud();
let stacks: Cf.CloudFormationClient;
let client: S3.S3Client;
beforeEach(() => {
  stacks = target.client(Cf.CloudFormationClient);
  client = target.client(S3.S3Client);
});

/** The template of a stack as the CDK makes it. */
function synthesized(build: (stack: Stack) => void): string {
  const app = new App();
  const synthesizer = new DefaultStackSynthesizer({ generateBootstrapVersionRule: false }) as IStackSynthesizer;
  const stack = new Stack(app, 'Uploads', { synthesizer });
  build(stack);
  return JSON.stringify(app.synth().getStackByName('Uploads').template);
}

const deploy = async (TemplateBody: string, isUpdate = false): Promise<Record<string, string>> => {
  const input = { StackName: 'Uploads', TemplateBody, Capabilities: ['CAPABILITY_IAM' as const] };
  await stacks.send(isUpdate ? new Cf.UpdateStackCommand(input) : new Cf.CreateStackCommand(input));
  const { Stacks } = await stacks.send(new Cf.DescribeStacksCommand({ StackName: 'Uploads' }));
  expect(Stacks?.[0]?.StackStatus).toBe(isUpdate ? 'UPDATE_COMPLETE' : 'CREATE_COMPLETE');
  return stackOutputs(stacks, 'Uploads');
};

const configuration = async (Bucket: string | undefined) => {
  const { $metadata: _, ...kept } = await client.send(new S3.GetBucketNotificationConfigurationCommand({ Bucket }));
  return kept;
};

const made = (stack: Stack, prefix: string) => {
  const bucket = new s3.Bucket(stack, 'Bucket', { eventBridgeEnabled: true });
  const queue = new Queue(stack, 'Queue');
  const reader = new Lambda(stack, 'Reader', {
    runtime: Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: Code.fromInline('exports.handler = async () => "read";'),
  });
  bucket.addEventNotification(s3.EventType.OBJECT_CREATED, new notifications.SqsDestination(queue), { prefix });
  bucket.addEventNotification(s3.EventType.OBJECT_REMOVED, new notifications.LambdaDestination(reader));
  new CfnOutput(stack, 'BucketName', { value: bucket.bucketName });
  new CfnOutput(stack, 'QueueUrl', { value: queue.queueUrl });
};

test('bucket.addEventNotification deploys, updates and is deleted, and its queue hears of objects', async () => {
  const { BucketName: Bucket, QueueUrl } = await deploy(synthesized((stack) => made(stack, 'in/')));
  await client.send(new S3.PutObjectCommand({ Bucket, Key: 'in/a', Body: 'x' }));
  const sqs = target.client(Sqs.SQSClient);
  await expect
    .poll(async () => {
      const { Messages = [] } = await sqs.send(new Sqs.ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
      return Messages.map(({ Body }) => Body).join();
    })
    .toContain('"key":"in/a"');
  const before = await configuration(Bucket);
  await deploy(
    synthesized((stack) => made(stack, 'out/')),
    true,
  );
  const after = await configuration(Bucket);

  const rules = (Value: string) => [{ Filter: { Key: { FilterRules: [{ Name: 'Prefix', Value }] } } }];
  expect(before).toMatchObject({
    EventBridgeConfiguration: {},
    QueueConfigurations: rules('in/'),
    LambdaFunctionConfigurations: [{ Events: ['s3:ObjectRemoved:*'] }],
  });
  expect(after).toMatchObject({ QueueConfigurations: rules('out/') });
});

test('notifications of a bucket that another stack owns are added to what is there, and taken back', async () => {
  await client.send(new S3.CreateBucketCommand({ Bucket: 'theirs' }));
  const theirs = {
    Id: 'theirs',
    QueueArn: 'arn:aws:sqs:us-east-1:000000000000:q',
    Events: ['s3:ObjectRemoved:*' as const],
  };
  await client.send(
    new S3.PutBucketNotificationConfigurationCommand({
      Bucket: 'theirs',
      NotificationConfiguration: { QueueConfigurations: [theirs] },
      SkipDestinationValidation: true,
    }),
  );
  const template = (prefix: string) =>
    synthesized((stack) => {
      const bucket = s3.Bucket.fromBucketName(stack, 'Theirs', 'theirs');
      const destination = new notifications.SqsDestination(new Queue(stack, 'Queue'));
      bucket.addEventNotification(s3.EventType.OBJECT_CREATED, destination, { prefix });
      const set = stack.node
        .findAll()
        .find((node) => 'cfnResourceType' in node && node.cfnResourceType === 'Custom::S3BucketNotifications');
      (set as unknown as { addPropertyOverride(path: string, value: unknown): void }).addPropertyOverride(
        'SkipDestinationValidation',
        true,
      );
    });

  await deploy(template('a/'));
  await deploy(template('b/'), true);
  const both = await configuration('theirs');
  await stacks.send(new Cf.DeleteStackCommand({ StackName: 'Uploads' }));

  expect(both.QueueConfigurations?.map(({ Filter }) => Filter?.Key?.FilterRules?.[0]?.Value)).toEqual([
    undefined,
    'b/',
  ]);
  expect(await configuration('theirs')).toEqual({ QueueConfigurations: [theirs] });
});

test('a template says itself what a bucket tells', async () => {
  const Queue = 'arn:aws:sqs:us-east-1:000000000000:told';
  await target
    .client(Sqs.SQSClient)
    .send(new Sqs.CreateQueueCommand({ QueueName: 'told', Attributes: { Policy: openPolicy(Queue) } }));
  const template = (NotificationConfiguration: object) =>
    JSON.stringify({
      Resources: {
        Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'orders', NotificationConfiguration } },
      },
    });
  const Filter = { S3Key: { Rules: [{ Name: 'suffix', Value: '.csv' }] } };

  await deploy(
    template({
      EventBridgeConfiguration: { EventBridgeEnabled: true },
      QueueConfigurations: [{ Event: 's3:ObjectCreated:*', Queue, Filter }],
    }),
  );
  const before = await configuration('orders');
  await deploy(template({ EventBridgeConfiguration: { EventBridgeEnabled: 'false' } }), true);

  expect(before).toMatchObject({
    EventBridgeConfiguration: {},
    QueueConfigurations: [
      {
        QueueArn: Queue,
        Events: ['s3:ObjectCreated:*'],
        Filter: { Key: { FilterRules: [{ Name: 'Suffix', Value: '.csv' }] } },
      },
    ],
  });
  expect(await configuration('orders')).toEqual({});
});

const openPolicy = (Resource: string): string =>
  JSON.stringify({
    Statement: { Effect: 'Allow', Principal: { Service: 's3.amazonaws.com' }, Action: 'sqs:*', Resource },
  });
