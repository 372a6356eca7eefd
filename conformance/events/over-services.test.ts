import * as Events from '@aws-sdk/client-eventbridge';
import { CreateStreamCommand, KinesisClient, PutRecordCommand } from '@aws-sdk/client-kinesis';
import { GetFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { CreatePipeCommand, PipesClient } from '@aws-sdk/client-pipes';
import * as S3 from '@aws-sdk/client-s3';
import { CreateScheduleCommand, SchedulerClient, type Target as ScheduleTarget } from '@aws-sdk/client-scheduler';
import { CreateTopicCommand, SetTopicAttributesCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { useCloud } from '../cloud.ts';
import { invoke, makeFunction } from '../lambda/make-function.ts';
import { makeRole } from '../scheduler/scheduling.ts';
import { openPolicy } from '../sqs/open-policy.ts';
import { startUserServer } from './user-server.ts';

/** Ways into queues, functions, buckets and servers, end to end. */
const target = useCloud({ clock: 'virtual' });
const at = (service: string, resource: string) => `arn:aws:${service}:us-east-1:000000000000:${resource}`;
const RoleArn = 'arn:aws:iam::000000000000:role/scheduling';
const sqs = () => target.client(SQSClient);
const sns = () => target.client(SNSClient);
const s3 = () => target.client(S3.S3Client);
const events = () => target.client(Events.EventBridgeClient);
const lambda = () => target.client(LambdaClient);
const advance = (duration: string) => target.cloud.clock.advance(duration);

let QueueUrl: string;
beforeEach(async () => {
  const Attributes = { Policy: openPolicy('sns.amazonaws.com') };
  ({ QueueUrl = '' } = await sqs().send(new CreateQueueCommand({ QueueName: 'end', Attributes })));
});

async function arrived(): Promise<Record<string, unknown>[]> {
  const { Messages = [] } = await sqs().send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
  return Messages.map(({ Body = '{}' }) => JSON.parse(Body));
}

/** A topic with the queue behind it, which lets a service publish. */
async function makeTopic(service: string): Promise<string> {
  const { TopicArn = '' } = await sns().send(new CreateTopicCommand({ Name: 't' }));
  await sns().send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint: at('sqs', 'end') }));
  const Statement = { Effect: 'Allow', Principal: { Service: service }, Action: 'sns:Publish', Resource: TopicArn };
  const AttributeValue = JSON.stringify({ Version: '2012-10-17', Statement: [Statement] });
  await sns().send(new SetTopicAttributesCommand({ TopicArn, AttributeName: 'Policy', AttributeValue }));
  return TopicArn;
}

/** An API destination whose connection has a key, and its server. */
async function makeApiDestination() {
  const server = await startUserServer();
  onTestFinished(() => server.close());
  const ApiKeyAuthParameters = { ApiKeyName: 'x-key', ApiKeyValue: 'secret' };
  const { ConnectionArn } = await events().send(
    new Events.CreateConnectionCommand({
      Name: 'c',
      AuthorizationType: 'API_KEY',
      AuthParameters: { ApiKeyAuthParameters },
    }),
  );
  const { ApiDestinationArn } = await events().send(
    new Events.CreateApiDestinationCommand({
      Name: 'd',
      ConnectionArn,
      HttpMethod: 'POST',
      InvocationEndpoint: `${server.origin}/orders/*`,
    }),
  );
  return { server, ApiDestinationArn };
}

describe('a schedule', () => {
  const run = async (one: ScheduleTarget) => {
    await makeRole(target);
    await target.client(SchedulerClient).send(
      new CreateScheduleCommand({
        Name: 's',
        ScheduleExpression: 'rate(1 minute)',
        FlexibleTimeWindow: { Mode: 'OFF' },
        Target: one,
      }),
    );
    await advance('62s');
  };
  const universal = (action: string, input: object) =>
    run({ Arn: `arn:aws:scheduler:::aws-sdk:${action}`, RoleArn, Input: JSON.stringify(input) });

  it('publishes to a topic', async () => {
    const TopicArn = await makeTopic('scheduler.amazonaws.com');
    await run({ Arn: TopicArn, RoleArn, Input: 'due' });

    expect((await arrived())[0]).toMatchObject({ Type: 'Notification', TopicArn, Message: 'due' });
  });

  it('calls services of the query protocol', async () => {
    const TopicArn = await makeTopic('scheduler.amazonaws.com');
    await universal('sns:publish', { TopicArn, Message: 'due', Subject: 'Time' });

    expect((await arrived())[0]).toMatchObject({ TopicArn, Message: 'due', Subject: 'Time' });
  });

  it('calls services of the JSON protocol', async () => {
    await universal('sqs:sendMessage', { QueueUrl, MessageBody: '{"due":true}' });

    expect((await arrived())[0]).toEqual({ due: true });
  });

  it('calls services of the protocol with XML in its bodies', async () => {
    await s3().send(new S3.CreateBucketCommand({ Bucket: 'lake' }));
    await s3().send(new S3.PutObjectCommand({ Bucket: 'lake', Key: 'old', Body: 'a' }));
    await universal('s3:deleteObject', { Bucket: 'lake', Key: 'old' });

    expect((await s3().send(new S3.ListObjectsV2Command({ Bucket: 'lake' }))).KeyCount).toBe(0);
  });

  it('calls services of the protocol with JSON in its bodies', async () => {
    await makeFunction(lambda(), 'exports.handler = async () => "old";', { Description: 'old' });
    await universal('lambda:updateFunctionConfiguration', { FunctionName: 'f', Description: 'new' });

    const { Configuration } = await lambda().send(new GetFunctionCommand({ FunctionName: 'f' }));
    expect(Configuration?.Description).toBe('new');
  });
});

describe('a pipe', () => {
  it('hands records of Kinesis to a function, each of them flat', async () => {
    await target.client(KinesisClient).send(new CreateStreamCommand({ StreamName: 'begin', ShardCount: 1 }));
    const remembering = `const seen = [];
      exports.handler = async (event) => { if (event.read) return seen; seen.push(event); };`;
    await makeFunction(lambda(), remembering);
    await target.client(PipesClient).send(
      new CreatePipeCommand({
        Name: 'p',
        RoleArn,
        Source: at('kinesis', 'stream/begin'),
        SourceParameters: { KinesisStreamParameters: { StartingPosition: 'TRIM_HORIZON' } },
        Target: at('lambda', 'function:f'),
      }),
    );
    const record = { StreamName: 'begin', PartitionKey: 'k', Data: Buffer.from('hello') };
    const { SequenceNumber } = await target.client(KinesisClient).send(new PutRecordCommand(record));
    await advance('2s');

    expect((await invoke(lambda(), { read: true })).payload).toEqual([
      [
        {
          kinesisSchemaVersion: '1.0',
          partitionKey: 'k',
          sequenceNumber: SequenceNumber,
          data: 'aGVsbG8=',
          approximateArrivalTimestamp: expect.any(Number),
          eventSource: 'aws:kinesis',
          eventVersion: '1.0',
          eventID: `shardId-000000000000:${SequenceNumber}`,
          eventName: 'aws:kinesis:record',
          invokeIdentityArn: RoleArn,
          awsRegion: 'us-east-1',
          eventSourceARN: at('kinesis', 'stream/begin'),
        },
      ],
    ]);
  });

  it('asks the server of an API destination, by the credentials of its connection', async () => {
    const { server, ApiDestinationArn } = await makeApiDestination();
    await sqs().send(new CreateQueueCommand({ QueueName: 'begin' }));
    await target.client(PipesClient).send(
      new CreatePipeCommand({
        Name: 'p',
        RoleArn,
        Source: at('sqs', 'begin'),
        Target: ApiDestinationArn,
        TargetParameters: {
          InputTemplate: '{"order":<$.body.id>}',
          HttpParameters: {
            PathParameterValues: ['$.body.id'],
            HeaderParameters: { 'x-kind': 'order' },
            QueryStringParameters: { id: '$.body.id' },
          },
        },
      }),
    );
    const begin = QueueUrl.replace(/end$/, 'begin');
    await sqs().send(new SendMessageCommand({ QueueUrl: begin, MessageBody: '{"id":"o7"}' }));
    await advance('2s');

    expect(server.seen).toMatchObject([
      {
        method: 'POST',
        url: '/orders/o7?id=o7',
        headers: { 'x-key': 'secret', 'x-kind': 'order' },
        body: '{"order":"o7"}',
      },
    ]);
  });
});

it('a rule asks the server of an API destination, by the credentials of its connection', async () => {
  const { server, ApiDestinationArn } = await makeApiDestination();
  await events().send(new Events.PutRuleCommand({ Name: 'r', EventPattern: '{"source":["shop"]}' }));
  const Targets = [
    {
      Id: '1',
      Arn: ApiDestinationArn,
      RoleArn,
      InputPath: '$.detail',
      HttpParameters: {
        PathParameterValues: ['$.detail.id'],
        HeaderParameters: { 'x-kind': 'order' },
        QueryStringParameters: { kind: '$.source' },
      },
    },
  ];
  await events().send(new Events.PutTargetsCommand({ Rule: 'r', Targets }));
  const Entries = [{ Source: 'shop', DetailType: 'Order', Detail: '{"id":"o7"}' }];
  await events().send(new Events.PutEventsCommand({ Entries }));
  await advance('2s');

  expect(server.seen).toMatchObject([
    {
      method: 'POST',
      url: '/orders/o7?kind=shop',
      headers: { 'x-key': 'secret', 'x-kind': 'order' },
      body: '{"id":"o7"}',
    },
  ]);
});

describe('a bucket', () => {
  const put = async (NotificationConfiguration: S3.NotificationConfiguration) => {
    await s3().send(new S3.CreateBucketCommand({ Bucket: 'lake' }));
    await s3().send(new S3.PutBucketNotificationConfigurationCommand({ Bucket: 'lake', NotificationConfiguration }));
    await s3().send(new S3.PutObjectCommand({ Bucket: 'lake', Key: 'new.txt', Body: 'hello' }));
    await advance('2s');
  };

  it('tells a topic of an object, which tells a queue', async () => {
    const TopicArn = await makeTopic('s3.amazonaws.com');
    await put({ TopicConfigurations: [{ TopicArn, Events: ['s3:ObjectCreated:*'] }] });
    const told = (await arrived()).map(({ Message }) => JSON.parse(String(Message)));

    expect(told).toContainEqual(expect.objectContaining({ Event: 's3:TestEvent', Bucket: 'lake' }));
    expect(told.find(({ Records }) => Records)).toMatchObject({
      Records: [{ eventName: 'ObjectCreated:Put', s3: { object: { key: 'new.txt', size: 5 } } }],
    });
  });

  it('tells the default bus of it, whose rule tells a queue', async () => {
    await sqs().send(
      new CreateQueueCommand({ QueueName: 'ruled', Attributes: { Policy: openPolicy('events.amazonaws.com') } }),
    );
    const EventPattern = JSON.stringify({
      source: ['aws.s3'],
      detail: { object: { key: [{ suffix: '.txt' }] } },
    });
    await events().send(new Events.PutRuleCommand({ Name: 'r', EventPattern }));
    const Targets = [{ Id: '1', Arn: at('sqs', 'ruled') }];
    await events().send(new Events.PutTargetsCommand({ Rule: 'r', Targets }));
    await put({ EventBridgeConfiguration: {} });
    const ruled = QueueUrl.replace(/end$/, 'ruled');
    const { Messages = [] } = await sqs().send(new ReceiveMessageCommand({ QueueUrl: ruled }));

    expect(JSON.parse(Messages[0]?.Body ?? '{}')).toMatchObject({
      source: 'aws.s3',
      'detail-type': 'Object Created',
      detail: { bucket: { name: 'lake' }, object: { key: 'new.txt', size: 5 }, reason: 'PutObject' },
    });
  });
});
