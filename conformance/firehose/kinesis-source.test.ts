import { CloudFormationClient, CreateStackCommand } from '@aws-sdk/client-cloudformation';
import * as Firehose from '@aws-sdk/client-firehose';
import { CreateStreamCommand, KinesisClient, PutRecordsCommand, SplitShardCommand } from '@aws-sdk/client-kinesis';
import * as S3 from '@aws-sdk/client-s3';
import { App, CfnOutput, DefaultStackSynthesizer, Duration, type IStackSynthesizer, Stack } from 'aws-cdk-lib';
import { Stream } from 'aws-cdk-lib/aws-kinesis';
import { DeliveryStream, KinesisStreamSource, S3Bucket } from 'aws-cdk-lib/aws-kinesisfirehose';
import { Bucket, type IBucket } from 'aws-cdk-lib/aws-s3';
import { beforeEach, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';
import { stackOutputs } from '../stack-outputs.ts';
import { destination } from './made-stream.ts';

const target = useCloud({ clock: 'virtual' });
const firehose = () => target.client(Firehose.FirehoseClient);
const kinesis = () => target.client(KinesisClient);
const s3 = () => target.client(S3.S3Client);

const KinesisStreamARN = 'arn:aws:kinesis:us-east-1:000000000000:stream/source';
const source = { KinesisStreamARN, RoleARN: destination.RoleARN };
const DeliveryStreamName = 'events';

beforeEach(async () => {
  await s3().send(new S3.CreateBucketCommand({ Bucket: 'lake' }));
  await kinesis().send(new CreateStreamCommand({ StreamName: 'source', ShardCount: 1 }));
});

const create = (more: Partial<Firehose.CreateDeliveryStreamCommandInput> = {}) =>
  firehose().send(
    new Firehose.CreateDeliveryStreamCommand({
      DeliveryStreamName,
      DeliveryStreamType: 'KinesisStreamAsSource',
      KinesisStreamSourceConfiguration: source,
      ExtendedS3DestinationConfiguration: {
        ...destination,
        BufferingHints: { SizeInMBs: 1, IntervalInSeconds: 60 },
      },
      ...more,
    }),
  );

const put = (StreamName: string, ...texts: readonly string[]) =>
  kinesis().send(
    new PutRecordsCommand({
      StreamName,
      Records: texts.map((text) => ({ Data: Buffer.from(`${text}\n`), PartitionKey: text })),
    }),
  );

/** What all objects of the bucket hold, when the clock has gone on. */
async function written(Bucket = 'lake'): Promise<string> {
  await target.cloud.clock.advance('61s');
  const { Contents = [] } = await s3().send(new S3.ListObjectsV2Command({ Bucket }));
  const texts = Contents.map(async ({ Key }) => {
    const { Body } = await s3().send(new S3.GetObjectCommand({ Bucket, Key }));
    return (await Body?.transformToString()) ?? '';
  });
  return (await Promise.all(texts)).join('');
}

it('carries what comes into the stream of Kinesis into the bucket, behind what was there', async () => {
  await put('source', 'old');
  await create();
  await put('source', 'one', 'two');

  expect(await written()).toBe('one\ntwo\n');
});

it('reads the children of a shard that was split, and goes on where it was', async () => {
  await create();
  await put('source', 'one');
  await target.cloud.clock.advance('1s');
  const NewStartingHashKey = '170141183460469231731687303715884105728';
  await kinesis().send(
    new SplitShardCommand({ StreamName: 'source', ShardToSplit: 'shardId-000000000000', NewStartingHashKey }),
  );
  await put('source', 'two', 'three');

  expect((await written()).split('\n').sort()).toEqual(['', 'one', 'three', 'two']);
});

it('is described with its source', async () => {
  const createdMs = target.cloud.clock.now();
  await create();
  const { DeliveryStreamDescription } = await firehose().send(
    new Firehose.DescribeDeliveryStreamCommand({ DeliveryStreamName }),
  );

  expect(DeliveryStreamDescription).toMatchObject({
    DeliveryStreamType: 'KinesisStreamAsSource',
    Source: { KinesisStreamSourceDescription: { ...source, DeliveryStartTimestamp: new Date(createdMs) } },
  });
});

it('is listed with all others, or by its type', async () => {
  await create();
  const listed = async (DeliveryStreamType?: Firehose.DeliveryStreamType) =>
    (await firehose().send(new Firehose.ListDeliveryStreamsCommand({ DeliveryStreamType }))).DeliveryStreamNames;

  expect(await listed()).toEqual(['events']);
  expect(await listed('KinesisStreamAsSource')).toEqual(['events']);
  expect(await listed('DirectPut')).toEqual([]);
});

it('takes no records but those of its source', async () => {
  await create();
  const Record = { Data: Buffer.from('a') };
  const refusal = {
    name: 'InvalidArgumentException',
    message: 'This operation is not permitted on KinesisStreamAsSource delivery stream type.',
  };

  await expect(firehose().send(new Firehose.PutRecordCommand({ DeliveryStreamName, Record }))).rejects.toMatchObject(
    refusal,
  );
  await expect(
    firehose().send(new Firehose.PutRecordBatchCommand({ DeliveryStreamName, Records: [Record] })),
  ).rejects.toMatchObject(refusal);
});

it('reads nothing more when it is deleted; made anew, it begins anew', async () => {
  await create();
  await firehose().send(new Firehose.DeleteDeliveryStreamCommand({ DeliveryStreamName }));
  await put('source', 'between');
  await target.cloud.clock.advance('1s');
  await create();
  await put('source', 'after');

  expect(await written()).toBe('after\n');
});

it.each([
  ['a stream that is not there', { ...source, KinesisStreamARN: `${KinesisStreamARN}-not` }, 'not found'],
  ['no source', undefined, 'KinesisStreamSourceConfiguration'],
])('refuses %s', async (_, KinesisStreamSourceConfiguration, message) => {
  await expect(create({ KinesisStreamSourceConfiguration })).rejects.toMatchObject({
    name: 'InvalidArgumentException',
    message: expect.stringContaining(message),
  });
});

it("the CDK's KinesisStreamSource deploys and delivers", async () => {
  const app = new App();
  const synthesizer = new DefaultStackSynthesizer({ generateBootstrapVersionRule: false }) as IStackSynthesizer;
  const stack = new Stack(app, 'Lake', { synthesizer });
  const bucket = new Bucket(stack, 'Bucket') as IBucket;
  const stream = new Stream(stack, 'Source');
  new DeliveryStream(stack, 'Stream', {
    source: new KinesisStreamSource(stream),
    destination: new S3Bucket(bucket, { bufferingInterval: Duration.seconds(30) }),
  });
  new CfnOutput(stack, 'BucketName', { value: bucket.bucketName });
  new CfnOutput(stack, 'SourceName', { value: stream.streamName });
  const stacks = target.client(CloudFormationClient);
  await stacks.send(
    new CreateStackCommand({
      StackName: 'Lake',
      TemplateBody: JSON.stringify(app.synth().getStackByName('Lake').template),
      Capabilities: ['CAPABILITY_IAM'],
    }),
  );
  const { BucketName, SourceName = '' } = await stackOutputs(stacks, 'Lake');
  await put(SourceName, 'hello');

  expect(await written(BucketName)).toBe('hello\n');
});
