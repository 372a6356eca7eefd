import { gunzipSync } from 'node:zlib';
import * as Gateway from '@aws-sdk/client-apigatewayv2';
import * as Logs from '@aws-sdk/client-cloudwatch-logs';
import * as Firehose from '@aws-sdk/client-firehose';
import * as S3 from '@aws-sdk/client-s3';
import { beforeEach, expect, it, vi } from 'vitest';
import { useCloud } from '../cloud.ts';
import { destination, makeStream } from './made-stream.ts';

const target = useCloud();
let firehose: Firehose.FirehoseClient;
beforeEach(async () => {
  firehose = target.client(Firehose.FirehoseClient);
  await target.client(S3.S3Client).send(new S3.CreateBucketCommand({ Bucket: 'lake' }));
});
const atOnce = { BufferingHints: { SizeInMBs: 1, IntervalInSeconds: 0 } };

/** The first object that comes into the bucket. */
const object = () =>
  vi.waitUntil(async () => {
    const s3 = target.client(S3.S3Client);
    const { Contents: [found] = [] } = await s3.send(new S3.ListObjectsV2Command({ Bucket: 'lake' }));
    if (!found) return undefined;
    const { Body } = await s3.send(new S3.GetObjectCommand({ Bucket: 'lake', Key: found.Key }));
    return Buffer.from((await Body?.transformToByteArray()) ?? []);
  }, 10_000);

it('a subscription filter of CloudWatch Logs packs events into a stream', async () => {
  await makeStream(firehose, atOnce);
  const logs = target.client(Logs.CloudWatchLogsClient);
  const names = { logGroupName: '/app', logStreamName: 'one' };
  await logs.send(new Logs.CreateLogGroupCommand({ logGroupName: '/app' }));
  await logs.send(new Logs.CreateLogStreamCommand(names));
  const { DeliveryStreamDescription } = await firehose.send(
    new Firehose.DescribeDeliveryStreamCommand({ DeliveryStreamName: 'events' }),
  );
  await logs.send(
    new Logs.PutSubscriptionFilterCommand({
      logGroupName: '/app',
      filterName: 'all',
      filterPattern: '',
      destinationArn: DeliveryStreamDescription?.DeliveryStreamARN,
      roleArn: destination.RoleARN,
    }),
  );
  const logEvents = [{ timestamp: Date.now(), message: 'hello' }];
  await logs.send(new Logs.PutLogEventsCommand({ ...names, logEvents }));

  expect(JSON.parse(gunzipSync(await object()).toString())).toMatchObject({
    messageType: 'DATA_MESSAGE',
    logGroup: '/app',
    logStream: 'one',
    subscriptionFilters: ['all'],
    logEvents: [{ message: 'hello' }],
  });
});

it('an HTTP API writes its access log into a stream', async () => {
  const made = await makeStream(firehose, atOnce, 'amazon-apigateway-log');
  const gateway = target.client(Gateway.ApiGatewayV2Client);
  const { ApiId } = await gateway.send(new Gateway.CreateApiCommand({ Name: 'a', ProtocolType: 'HTTP' }));
  const AccessLogSettings = { DestinationArn: made.DeliveryStreamARN, Format: '$context.requestId $context.status' };
  await gateway.send(
    new Gateway.CreateStageCommand({ ApiId, StageName: '$default', AutoDeploy: true, AccessLogSettings }),
  );

  const response = await fetch(`${target.cloud.endpoint}/_aws/execute-api/${ApiId}/_/nothing`);

  expect((await object()).toString()).toBe(`${response.headers.get('apigw-requestid')} 404\n`);
});
