import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  UpdateStackCommand,
  waitUntilStackCreateComplete,
  waitUntilStackDeleteComplete,
  waitUntilStackUpdateComplete,
} from '@aws-sdk/client-cloudformation';
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  DescribeStreamConsumerCommand,
  DescribeStreamSummaryCommand,
  KinesisClient,
  ListStreamsCommand,
  PutRecordCommand,
} from '@aws-sdk/client-kinesis';
import { App, DefaultStackSynthesizer, Duration, type IStackSynthesizer, Stack } from 'aws-cdk-lib';
import { AccountPrincipal, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Stream, StreamConsumer, StreamEncryption, StreamMode } from 'aws-cdk-lib/aws-kinesis';
import { Code, Function as Lambda, Runtime, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { KinesisConsumerEventSource, KinesisEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud();
const StackName = 'streams';

function template(hours: number, shardCount: number): string {
  const app = new App();
  // The CDK is not written for `exactOptionalPropertyTypes`.
  const options = { generateBootstrapVersionRule: false };
  const synthesizer = new DefaultStackSynthesizer(options) as IStackSynthesizer;
  const stack = new Stack(app, StackName, { synthesizer });
  const stream = new Stream(stack, 'Orders', {
    streamName: 'orders',
    shardCount,
    retentionPeriod: Duration.hours(hours),
    encryption: StreamEncryption.MANAGED,
  });
  new Stream(stack, 'Clicks', { streamMode: StreamMode.ON_DEMAND });
  const consumer = new StreamConsumer(stack, 'Reader', { stream, streamConsumerName: 'reader' });
  stream.addToResourcePolicy(
    new PolicyStatement({
      actions: ['kinesis:PutRecord'],
      principals: [new AccountPrincipal('111122223333')],
      resources: [stream.streamArn],
    }),
  );
  const fn = new Lambda(stack, 'Fn', {
    functionName: 'reader',
    runtime: Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: Code.fromInline(
      `exports.handler = async ({ Records }) => console.log('got ' + Records.map((r) => Buffer.from(r.kinesis.data, 'base64')));`,
    ),
  });
  stream.grantRead(fn);
  fn.addEventSource(
    new KinesisEventSource(stream, {
      startingPosition: StartingPosition.AT_TIMESTAMP,
      startingPositionTimestamp: 1_700_000_000,
      batchSize: 10,
      bisectBatchOnError: true,
      retryAttempts: 2,
      parallelizationFactor: 2,
      tumblingWindow: Duration.seconds(0),
      reportBatchItemFailures: true,
    }),
  );
  fn.addEventSource(new KinesisConsumerEventSource(consumer, { startingPosition: StartingPosition.LATEST }));
  return JSON.stringify(app.synth().getStackByName(StackName).template);
}

test('streams, consumers, policies and event sources of the CDK are deployed, changed and deleted', async () => {
  const stacks = target.client(CloudFormationClient);
  const streams = target.client(KinesisClient);
  const logs = target.client(CloudWatchLogsClient);
  const waiting = { client: stacks, maxWaitTime: 30, minDelay: 1, maxDelay: 1 };
  const Capabilities = ['CAPABILITY_IAM' as const];
  const summary = async () =>
    (await streams.send(new DescribeStreamSummaryCommand({ StreamName: 'orders' }))).StreamDescriptionSummary;

  await stacks.send(new CreateStackCommand({ StackName, TemplateBody: template(48, 1), Capabilities }));
  await waitUntilStackCreateComplete(waiting, { StackName });
  const StreamARN = (await summary())?.StreamARN;
  const consumer = await streams.send(new DescribeStreamConsumerCommand({ StreamARN, ConsumerName: 'reader' }));
  await streams.send(new PutRecordCommand({ StreamName: 'orders', Data: Buffer.from('hello'), PartitionKey: 'k' }));

  expect(await summary()).toMatchObject({ RetentionPeriodHours: 48, OpenShardCount: 1, EncryptionType: 'KMS' });
  expect(consumer.ConsumerDescription?.ConsumerStatus).toBe('ACTIVE');
  const got = async () => {
    const input = { logGroupName: '/aws/lambda/reader', filterPattern: '"got hello"' };
    return (await logs.send(new FilterLogEventsCommand(input)).catch(() => undefined))?.events?.length;
  };
  await expect.poll(got, { timeout: 20_000 }).toBe(2);

  await stacks.send(new UpdateStackCommand({ StackName, TemplateBody: template(24, 2), Capabilities }));
  await waitUntilStackUpdateComplete(waiting, { StackName });
  expect(await summary()).toMatchObject({ RetentionPeriodHours: 24, OpenShardCount: 2 });

  await stacks.send(new DeleteStackCommand({ StackName }));
  await waitUntilStackDeleteComplete(waiting, { StackName });
  // The CDK's streams stay unless their removal policy says otherwise.
  expect((await streams.send(new ListStreamsCommand({}))).StreamNames).toEqual(['orders', expect.any(String)]);
}, 60_000);
