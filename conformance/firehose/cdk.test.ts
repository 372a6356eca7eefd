import * as Cf from '@aws-sdk/client-cloudformation';
import * as Firehose from '@aws-sdk/client-firehose';
import * as S3 from '@aws-sdk/client-s3';
import { App, CfnOutput, DefaultStackSynthesizer, Duration, type IStackSynthesizer, Size, Stack } from 'aws-cdk-lib';
import * as firehose from 'aws-cdk-lib/aws-kinesisfirehose';
import { Code, Function as Lambda, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Bucket, type IBucket } from 'aws-cdk-lib/aws-s3';
import { expect, test, vi } from 'vitest';
import { useCloud } from '../cloud.ts';
import { stackOutputs } from '../stack-outputs.ts';

const target = useCloud();

function templateOf(prefix: string, isEncrypted: boolean): string {
  const app = new App();
  const synthesizer = new DefaultStackSynthesizer({ generateBootstrapVersionRule: false }) as IStackSynthesizer;
  const stack = new Stack(app, 'Lake', { synthesizer });
  const bucket = new Bucket(stack, 'Bucket') as IBucket;
  const transform = new Lambda(stack, 'Transform', {
    runtime: Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: Code.fromInline(
      "exports.handler = async ({ records }) => ({ records: records.map((one) => ({ ...one, result: 'Ok' })) });",
    ),
  });
  const stream = new firehose.DeliveryStream(stack, 'Stream', {
    ...(isEncrypted && { encryption: firehose.StreamEncryption.awsOwnedKey() }),
    destination: new firehose.S3Bucket(bucket, {
      bufferingInterval: Duration.seconds(0),
      bufferingSize: Size.mebibytes(1),
      compression: firehose.Compression.GZIP,
      dataOutputPrefix: prefix,
      processors: [new firehose.LambdaFunctionProcessor(transform), new firehose.AppendDelimiterToRecordProcessor()],
    }),
  });
  new CfnOutput(stack, 'StreamName', { value: stream.deliveryStreamName });
  new CfnOutput(stack, 'StreamArn', { value: stream.deliveryStreamArn });
  new CfnOutput(stack, 'BucketName', { value: bucket.bucketName });
  return JSON.stringify(app.synth().getStackByName('Lake').template);
}

test('the DeliveryStream of the CDK deploys, delivers and is updated', async () => {
  const stacks = target.client(Cf.CloudFormationClient);
  const client = target.client(Firehose.FirehoseClient);
  const input = (prefix: string, isEncrypted = false) => ({
    StackName: 'Lake',
    TemplateBody: templateOf(prefix, isEncrypted),
    Capabilities: ['CAPABILITY_IAM' as const],
  });
  const status = async () =>
    (await stacks.send(new Cf.DescribeStacksCommand({ StackName: 'Lake' }))).Stacks?.[0]?.StackStatus;

  await stacks.send(new Cf.CreateStackCommand(input('one/')));
  expect(await status()).toBe('CREATE_COMPLETE');
  const { StreamName, StreamArn, BucketName: Bucket } = await stackOutputs(stacks, 'Lake');
  const put = () =>
    client.send(
      new Firehose.PutRecordCommand({ DeliveryStreamName: StreamName, Record: { Data: Buffer.from('hello') } }),
    );
  await put();
  const s3 = target.client(S3.S3Client);
  const keys = (Prefix: string) =>
    vi.waitUntil(async () => {
      const { Contents = [] } = await s3.send(new S3.ListObjectsV2Command({ Bucket, Prefix }));
      return Contents.length > 0 ? Contents.map(({ Key }) => Key) : undefined;
    }, 20_000);
  const before = await keys('one/');
  const encryption = async () => {
    const command = new Firehose.DescribeDeliveryStreamCommand({ DeliveryStreamName: StreamName });
    return (await client.send(command)).DeliveryStreamDescription?.DeliveryStreamEncryptionConfiguration;
  };
  await stacks.send(new Cf.UpdateStackCommand(input('two/', true)));
  expect(await status()).toBe('UPDATE_COMPLETE');
  expect(await encryption()).toEqual({ KeyType: 'AWS_OWNED_CMK', Status: 'ENABLED' });
  await put();

  expect(StreamArn).toBe(`arn:aws:firehose:us-east-1:000000000000:deliverystream/${StreamName}`);
  expect(before).toEqual([expect.stringMatching(/^one\/\d{4}\/\d\d\/\d\d\/\d\d\/.*-1-.*\.gz$/)]);
  expect(await keys('two/')).toEqual([expect.stringMatching(/-2-.*\.gz$/)]);
  await stacks.send(new Cf.UpdateStackCommand(input('two/')));
  expect(await encryption()).toEqual({ Status: 'DISABLED' });
});
