import { gunzipSync } from 'node:zlib';
import * as Logs from '@aws-sdk/client-cloudwatch-logs';
import * as Events from '@aws-sdk/client-eventbridge';
import { CreateDeliveryStreamCommand, FirehoseClient } from '@aws-sdk/client-firehose';
import * as Kinesis from '@aws-sdk/client-kinesis';
import { CreatePipeCommand, type CreatePipeCommandInput, PipesClient } from '@aws-sdk/client-pipes';
import * as S3 from '@aws-sdk/client-s3';
import { CreateScheduleCommand, SchedulerClient, type Target as ScheduleTarget } from '@aws-sdk/client-scheduler';
import { CreateTopicCommand, PublishCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';
import { makeRole } from '../scheduler/scheduling.ts';

/** What rules, schedules, pipes, topics and logs bring into streams, end to end. */
const target = useCloud({ clock: 'virtual' });
const at = (service: string, resource: string) => `arn:aws:${service}:us-east-1:000000000000:${resource}`;
const stream = at('kinesis', 'stream/end');
const delivery = at('firehose', 'deliverystream/end');
const RoleArn = 'arn:aws:iam::000000000000:role/scheduling';
const kinesis = () => target.client(Kinesis.KinesisClient);
const s3 = () => target.client(S3.S3Client);
const events = () => target.client(Events.EventBridgeClient);
const advance = (duration: string) => target.cloud.clock.advance(duration);

beforeEach(async () => {
  await kinesis().send(new Kinesis.CreateStreamCommand({ StreamName: 'end', ShardCount: 1 }));
  await s3().send(new S3.CreateBucketCommand({ Bucket: 'lake' }));
  await target.client(FirehoseClient).send(
    new CreateDeliveryStreamCommand({
      DeliveryStreamName: 'end',
      ExtendedS3DestinationConfiguration: {
        RoleARN: RoleArn,
        BucketARN: 'arn:aws:s3:::lake',
        BufferingHints: { SizeInMBs: 1, IntervalInSeconds: 0 },
      },
    }),
  );
});

/** The records of the stream, as partition key and text. */
async function streamed(): Promise<(readonly [string | undefined, string])[]> {
  const place = { StreamARN: stream, ShardId: 'shardId-000000000000', ShardIteratorType: 'TRIM_HORIZON' } as const;
  const { ShardIterator } = await kinesis().send(new Kinesis.GetShardIteratorCommand(place));
  const { Records = [] } = await kinesis().send(new Kinesis.GetRecordsCommand({ ShardIterator }));
  return Records.map(({ Data, PartitionKey }) => [PartitionKey, Buffer.from(Data ?? []).toString()]);
}

/** What the delivery stream has written. */
async function written(): Promise<string> {
  const { Contents = [] } = await s3().send(new S3.ListObjectsV2Command({ Bucket: 'lake' }));
  const texts = Contents.map(async ({ Key }) => {
    const { Body } = await s3().send(new S3.GetObjectCommand({ Bucket: 'lake', Key }));
    return (await Body?.transformToString()) ?? '';
  });
  return (await Promise.all(texts)).join('');
}

describe('a rule', () => {
  const fire = async (one: Partial<Events.Target>) => {
    await events().send(new Events.PutRuleCommand({ Name: 'r', EventPattern: '{"source":["shop"]}' }));
    const Targets = [{ Id: '1', Arn: stream, RoleArn, ...one }];
    await events().send(new Events.PutTargetsCommand({ Rule: 'r', Targets }));
    const Entries = [{ Source: 'shop', DetailType: 'Order', Detail: '{"id":"o7"}' }];
    await events().send(new Events.PutEventsCommand({ Entries }));
    await advance('2s');
  };

  it('puts the event into a stream under the key of its path', async () => {
    await fire({ KinesisParameters: { PartitionKeyPath: '$.detail.id' } });

    expect(await streamed()).toEqual([['o7', expect.stringContaining('"source":"shop"')]]);
  });

  it('puts it there under its id where no path is named', async () => {
    await fire({});
    const [[key, text] = ['', '{}']] = await streamed();

    expect(key).toBe(JSON.parse(text).id);
  });

  it('puts what the transformer makes of it into a delivery stream', async () => {
    const InputTransformer = { InputPathsMap: { id: '$.detail.id' }, InputTemplate: '{"order":<id>}' };
    await fire({ Arn: delivery, InputTransformer });

    expect(await written()).toBe('{"order":"o7"}');
  });
});

it('a replay brings what an archive has kept past a rule that was made later', async () => {
  const bus = at('events', 'event-bus/default');
  const EventStartTime = new Date(target.cloud.clock.now() - 60_000);
  await events().send(new Events.CreateArchiveCommand({ ArchiveName: 'a', EventSourceArn: bus }));
  const Entries = [{ Source: 'shop', DetailType: 'Order', Detail: '{"id":"o7"}' }];
  await events().send(new Events.PutEventsCommand({ Entries }));
  await advance('1m');
  await events().send(new Events.PutRuleCommand({ Name: 'r', EventPattern: '{"source":["shop"]}' }));
  const Targets = [{ Id: '1', Arn: stream, RoleArn, KinesisParameters: { PartitionKeyPath: '$.detail.id' } }];
  await events().send(new Events.PutTargetsCommand({ Rule: 'r', Targets }));
  await events().send(
    new Events.StartReplayCommand({
      ReplayName: 'again',
      EventSourceArn: at('events', 'archive/a'),
      EventStartTime,
      EventEndTime: new Date(target.cloud.clock.now()),
      Destination: { Arn: bus },
    }),
  );
  await advance('5m');

  expect(await streamed()).toEqual([['o7', expect.stringContaining('"replay-name":"again"')]]);
});

describe('a schedule', () => {
  const run = async (one: Partial<ScheduleTarget>) => {
    await makeRole(target);
    await target.client(SchedulerClient).send(
      new CreateScheduleCommand({
        Name: 's',
        ScheduleExpression: 'rate(1 minute)',
        FlexibleTimeWindow: { Mode: 'OFF' },
        Target: { Arn: stream, RoleArn, Input: '{"due":true}', ...one },
      }),
    );
    await advance('62s');
  };

  it.each([
    ['its own target', { KinesisParameters: { PartitionKey: 'k' } }],
    [
      'the universal one',
      {
        Arn: 'arn:aws:scheduler:::aws-sdk:kinesis:putRecord',
        Input: JSON.stringify({ StreamName: 'end', PartitionKey: 'k', Data: '{"due":true}' }),
      },
    ],
  ])('puts its input into a stream by %s', async (_, one) => {
    await run(one);

    expect((await streamed())[0]).toEqual(['k', '{"due":true}']);
  });

  it('puts its input into a delivery stream', async () => {
    await run({ Arn: delivery });

    expect(await written()).toMatch(/^\{"due":true\}/);
  });

  it('puts an event on a bus, which a rule brings into a stream', async () => {
    await events().send(new Events.PutRuleCommand({ Name: 'r', EventPattern: '{"source":["clock"]}' }));
    const Targets = [{ Id: '1', Arn: stream, RoleArn, KinesisParameters: { PartitionKeyPath: '$.source' } }];
    await events().send(new Events.PutTargetsCommand({ Rule: 'r', Targets }));
    const EventBridgeParameters = { DetailType: 'Tick', Source: 'clock' };
    await run({ Arn: at('events', 'event-bus/default'), EventBridgeParameters });
    const [[key, text] = ['', '{}']] = await streamed();

    expect(key).toBe('clock');
    expect(JSON.parse(text)).toMatchObject({ 'detail-type': 'Tick', source: 'clock', detail: { due: true } });
  });
});

describe('a pipe from a queue', () => {
  const flow = async (one: Partial<CreatePipeCommandInput>) => {
    const sqs = target.client(SQSClient);
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'begin' }));
    await target
      .client(PipesClient)
      .send(new CreatePipeCommand({ Name: 'p', RoleArn, Source: at('sqs', 'begin'), Target: stream, ...one }));
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: '{"id":"o7"}' }));
    await advance('2s');
  };

  it('puts each message into a stream under the key of its path', async () => {
    const KinesisStreamParameters = { PartitionKey: '$.body.id' };
    await flow({ TargetParameters: { InputTemplate: '{"order":<$.body.id>}', KinesisStreamParameters } });

    expect(await streamed()).toEqual([['o7', '{"order":"o7"}']]);
  });

  it('puts it into a delivery stream', async () => {
    await flow({ Target: delivery, TargetParameters: { InputTemplate: '<$.body.id>' } });

    expect(await written()).toBe('o7');
  });

  it('puts it as an event on a bus, which a rule brings into a stream', async () => {
    await events().send(new Events.PutRuleCommand({ Name: 'r', EventPattern: '{"source":["pipe"]}' }));
    const Targets = [{ Id: '1', Arn: stream, RoleArn, KinesisParameters: { PartitionKeyPath: '$.detail.id' } }];
    await events().send(new Events.PutTargetsCommand({ Rule: 'r', Targets }));
    await flow({
      Target: at('events', 'event-bus/default'),
      TargetParameters: {
        InputTemplate: '{"id":<$.body.id>}',
        EventBridgeEventBusParameters: { DetailType: 'Order', Source: 'pipe' },
      },
    });

    expect(await streamed()).toEqual([['o7', expect.stringContaining('"detail-type":"Order"')]]);
  });

  it('publishes it to a topic, which brings it into a delivery stream', async () => {
    const TopicArn = await topic();
    await flow({ Target: TopicArn, TargetParameters: { InputTemplate: '<$.body.id>' } });

    expect(JSON.parse(await written())).toMatchObject({ Type: 'Notification', TopicArn, Message: 'o7' });
  });
});

/** A topic with the delivery stream behind it; its ARN. */
async function topic(raw = 'false'): Promise<string> {
  const sns = target.client(SNSClient);
  const { TopicArn = '' } = await sns.send(new CreateTopicCommand({ Name: 't' }));
  const Attributes = { SubscriptionRoleArn: RoleArn, RawMessageDelivery: raw };
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'firehose', Endpoint: delivery, Attributes }));
  return TopicArn;
}

it('a topic brings raw messages into a delivery stream', async () => {
  const TopicArn = await topic('true');
  await target.client(SNSClient).send(new PublishCommand({ TopicArn, Message: 'hello' }));
  await advance('2s');

  expect(await written()).toMatch(/^hello\n?$/);
});

it('a subscription filter brings log events into a stream, packed', async () => {
  const logs = target.client(Logs.CloudWatchLogsClient);
  const place = { logGroupName: '/app', logStreamName: 'one' };
  await logs.send(new Logs.CreateLogGroupCommand(place));
  await logs.send(new Logs.CreateLogStreamCommand(place));
  const filter = { ...place, filterName: 'all', filterPattern: '', destinationArn: stream, roleArn: RoleArn };
  await logs.send(new Logs.PutSubscriptionFilterCommand(filter));
  const logEvents = [{ timestamp: target.cloud.clock.now(), message: 'hello' }];
  await logs.send(new Logs.PutLogEventsCommand({ ...place, logEvents }));
  await advance('2s');
  const iterator = { StreamARN: stream, ShardId: 'shardId-000000000000', ShardIteratorType: 'TRIM_HORIZON' } as const;
  const { ShardIterator } = await kinesis().send(new Kinesis.GetShardIteratorCommand(iterator));
  const { Records: [record] = [] } = await kinesis().send(new Kinesis.GetRecordsCommand({ ShardIterator }));

  expect(JSON.parse(gunzipSync(record?.Data ?? Buffer.of()).toString())).toMatchObject({
    messageType: 'DATA_MESSAGE',
    logGroup: '/app',
    logEvents: [{ message: 'hello' }],
  });
});
