import * as Lambda from '@aws-sdk/client-lambda';
import * as S3 from '@aws-sdk/client-s3';
import * as Sqs from '@aws-sdk/client-sqs';
import { beforeEach, describe, expect, it, test, vi } from 'vitest';
import { useCloud } from '../cloud.ts';
import { makeBucket, makeVersionedBucket } from './buckets.ts';

const target = useCloud({ clock: 'virtual' });
let s3: S3.S3Client;
let sqs: Sqs.SQSClient;
let lambda: Lambda.LambdaClient;
beforeEach(() => {
  s3 = target.client(S3.S3Client);
  sqs = target.client(Sqs.SQSClient);
  lambda = target.client(Lambda.LambdaClient);
});

const arnOf = (name: string) => `arn:aws:sqs:us-east-1:000000000000:${name}`;

/** A queue that lets a bucket in. */
async function makeQueue(name: string, bucket = 'orders'): Promise<string> {
  const Policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: {
      Effect: 'Allow',
      Principal: { Service: 's3.amazonaws.com' },
      Action: 'sqs:SendMessage',
      Resource: arnOf(name),
      Condition: {
        ArnLike: { 'aws:SourceArn': `arn:aws:s3:::${bucket}` },
        StringEquals: { 'aws:SourceAccount': '000000000000' },
      },
    },
  });
  await sqs.send(new Sqs.CreateQueueCommand({ QueueName: name, Attributes: { Policy } }));
  return arnOf(name);
}

/** What is in a queue, and is no more. */
async function received(name: string): Promise<Record<string, unknown>[]> {
  await target.cloud.clock.advance('1s');
  const { QueueUrl } = await sqs.send(new Sqs.GetQueueUrlCommand({ QueueName: name }));
  const all: Record<string, unknown>[] = [];
  for (;;) {
    const { Messages = [] } = await sqs.send(new Sqs.ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
    if (Messages.length === 0) return all;
    for (const { Body = '', ReceiptHandle } of Messages) {
      all.push(JSON.parse(Body) as Record<string, unknown>);
      await sqs.send(new Sqs.DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    }
  }
}

interface EventRecord {
  readonly eventName: string;
  readonly eventVersion: string;
  readonly s3: { readonly object: { readonly key: string; readonly sequencer: string } };
}

/** The records of events, without those of tests. */
const records = async (name: string): Promise<EventRecord[]> =>
  (await received(name)).flatMap(({ Records = [] }) => Records as EventRecord[]);

const put = (
  NotificationConfiguration: S3.NotificationConfiguration,
  more: { SkipDestinationValidation?: boolean } = {},
) =>
  s3.send(new S3.PutBucketNotificationConfigurationCommand({ Bucket: 'orders', NotificationConfiguration, ...more }));

const toQueue = (QueueArn: string, Events: S3.Event[], rules: [S3.FilterRuleName, string][] = []) => ({
  QueueArn,
  Events,
  ...(rules.length > 0 && { Filter: { Key: { FilterRules: rules.map(([Name, Value]) => ({ Name, Value })) } } }),
});

const putObject = (Key: string, Body = 'hello') => s3.send(new S3.PutObjectCommand({ Bucket: 'orders', Key, Body }));

describe('PutBucketNotificationConfiguration', () => {
  it('keeps a configuration, gives it an id, and answers names of rules in capitals', async () => {
    await makeBucket(s3);
    const queue = await makeQueue('q');
    await put({
      QueueConfigurations: [toQueue(queue, ['s3:ObjectCreated:*'], [['prefix', 'in/']])],
      EventBridgeConfiguration: {},
    });

    const { $metadata: _, ...kept } = await s3.send(
      new S3.GetBucketNotificationConfigurationCommand({ Bucket: 'orders' }),
    );

    expect(kept).toEqual({
      EventBridgeConfiguration: {},
      QueueConfigurations: [
        {
          Id: expect.stringMatching(/^[A-Za-z0-9+/=]{48}$/),
          QueueArn: queue,
          Events: ['s3:ObjectCreated:*'],
          Filter: { Key: { FilterRules: [{ Name: 'Prefix', Value: 'in/' }] } },
        },
      ],
    });
  });

  it('ends notifications where it is empty', async () => {
    await makeBucket(s3);
    await put({ QueueConfigurations: [toQueue(await makeQueue('q'), ['s3:ObjectCreated:*'])] });
    await put({});
    await received('q');
    await putObject('a');

    const { $metadata: _, ...kept } = await s3.send(
      new S3.GetBucketNotificationConfigurationCommand({ Bucket: 'orders' }),
    );

    expect(kept).toEqual({});
    expect(await received('q')).toEqual([]);
  });

  it('sends a test event to each queue', async () => {
    await makeBucket(s3);
    await put({ QueueConfigurations: [toQueue(await makeQueue('q'), ['s3:ObjectCreated:*'])] });

    expect(await received('q')).toEqual([
      {
        Service: 'Amazon S3',
        Event: 's3:TestEvent',
        Time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:]+\.\d{3}Z$/),
        Bucket: 'orders',
        RequestId: expect.any(String),
        HostId: expect.any(String),
      },
    ]);
  });

  const invalid = { name: 'InvalidArgument', message: 'Unable to validate the following destination configurations' };

  it('refuses a queue that is not there, or whose policy does not let the bucket in', async () => {
    await makeBucket(s3);
    await makeQueue('other', 'another-bucket');

    const missing = put({ QueueConfigurations: [toQueue(arnOf('none'), ['s3:ObjectCreated:*'])] });
    await expect(missing).rejects.toMatchObject(invalid);
    const closed = put({ QueueConfigurations: [toQueue(arnOf('other'), ['s3:ObjectCreated:*'])] });
    await expect(closed).rejects.toMatchObject(invalid);

    expect(await received('other')).toEqual([]);
  });

  it('takes what it would refuse where validation is skipped', async () => {
    await makeBucket(s3);

    await put(
      { QueueConfigurations: [toQueue(arnOf('none'), ['s3:ObjectCreated:*'])] },
      { SkipDestinationValidation: true },
    );

    const kept = await s3.send(new S3.GetBucketNotificationConfigurationCommand({ Bucket: 'orders' }));
    expect(kept.QueueConfigurations?.[0]?.QueueArn).toBe(arnOf('none'));
  });

  const q = arnOf('q');
  const overlap = 'Configurations overlap. Configurations on the same bucket cannot share a common event type.';
  const ambiguous =
    'Configuration is ambiguously defined. Cannot have overlapping suffixes in two rules if the prefixes are overlapping for the same event type.';
  const refused: [string, S3.QueueConfiguration[], string][] = [
    ['an unknown event', [toQueue(q, ['s3:Nothing' as S3.Event])], 'The event is not supported for notifications'],
    ['an ARN that is none', [toQueue('queue', ['s3:ObjectCreated:*'])], 'The ARN is not well formed'],
    [
      'the ARN of a topic',
      [toQueue('arn:aws:sns:us-east-1:000000000000:t', ['s3:ObjectCreated:*'])],
      'The ARN is not well formed',
    ],
    [
      'a queue of another region',
      [toQueue('arn:aws:sqs:eu-west-1:000000000000:q', ['s3:ObjectCreated:*'])],
      'The notification destination service region is not valid for the bucket location constraint',
    ],
    ['the same event twice', [toQueue(q, ['s3:ObjectCreated:Put', 's3:ObjectCreated:Put'])], overlap],
    ['a group and its member', [toQueue(q, ['s3:ObjectCreated:*', 's3:ObjectCreated:Put'])], overlap],
    [
      'an event for two destinations',
      [toQueue(q, ['s3:ObjectCreated:*']), toQueue(q, ['s3:ObjectCreated:Copy'])],
      overlap,
    ],
    [
      'prefixes of which one begins with the other',
      [toQueue(q, ['s3:ObjectCreated:*'], [['prefix', 'a']]), toQueue(q, ['s3:ObjectCreated:*'], [['prefix', 'ab']])],
      ambiguous,
    ],
    [
      'suffixes of which one ends with the other',
      [toQueue(q, ['s3:ObjectCreated:*'], [['suffix', 'jpg']]), toQueue(q, ['s3:ObjectCreated:*'], [['suffix', 'pg']])],
      ambiguous,
    ],
    [
      'a rule of another name',
      [toQueue(q, ['s3:ObjectCreated:*'], [['middle' as S3.FilterRuleName, 'a']])],
      'filter rule name must be either prefix or suffix',
    ],
    [
      'two prefixes in one filter',
      [
        toQueue(
          q,
          ['s3:ObjectCreated:*'],
          [
            ['prefix', 'a'],
            ['prefix', 'b'],
          ],
        ),
      ],
      'Cannot specify more than one prefix rule in a filter.',
    ],
    [
      'an id twice',
      [
        { ...toQueue(q, ['s3:ObjectCreated:*']), Id: 'one' },
        { ...toQueue(q, ['s3:ObjectRemoved:*']), Id: 'one' },
      ],
      'Same ID used for multiple configurations. IDs must be unique.',
    ],
  ];
  it.each(refused)('refuses %s', async (_, QueueConfigurations, message) => {
    await makeBucket(s3);
    await makeQueue('q');

    await expect(put({ QueueConfigurations })).rejects.toMatchObject({ name: 'InvalidArgument', message });
  });

  it('takes prefixes that overlap where suffixes do not', async () => {
    await makeBucket(s3);
    const queue = await makeQueue('q');
    await put({
      QueueConfigurations: [
        toQueue(
          queue,
          ['s3:ObjectCreated:*'],
          [
            ['prefix', 'a'],
            ['suffix', '.jpg'],
          ],
        ),
        toQueue(
          queue,
          ['s3:ObjectCreated:*'],
          [
            ['prefix', 'a'],
            ['suffix', '.png'],
          ],
        ),
      ],
    });

    for (const key of ['a.jpg', 'a.png', 'a.gif', 'b.jpg']) await putObject(key);

    expect((await records('q')).map(({ s3: { object } }) => object.key).sort()).toEqual(['a.jpg', 'a.png']);
  });
});

describe('Notifications', () => {
  it('tell of an object, member by member in the order of AWS', async () => {
    await makeBucket(s3);
    await put({ QueueConfigurations: [{ ...toQueue(await makeQueue('q'), ['s3:ObjectCreated:*']), Id: 'mine' }] });
    await putObject('in/red flower (1)+ü.jpg');

    const [, event] = await received('q');

    expect(JSON.stringify(event, null, 1)).toMatch(
      /"eventVersion": "2.1",\s+"eventSource": "aws:s3",\s+"awsRegion": "us-east-1",\s+"eventTime": "[-\dT:]+\.\d{3}Z",\s+"eventName": "ObjectCreated:Put"/,
    );
    expect(event).toEqual({
      Records: [
        {
          eventVersion: '2.1',
          eventSource: 'aws:s3',
          awsRegion: 'us-east-1',
          eventTime: expect.any(String),
          eventName: 'ObjectCreated:Put',
          userIdentity: { principalId: expect.stringMatching(/^A[0-9A-Z]{13}$/) },
          requestParameters: { sourceIPAddress: '127.0.0.1' },
          responseElements: { 'x-amz-request-id': expect.any(String), 'x-amz-id-2': expect.any(String) },
          s3: {
            s3SchemaVersion: '1.0',
            configurationId: 'mine',
            bucket: {
              name: 'orders',
              ownerIdentity: { principalId: expect.stringMatching(/^A[0-9A-Z]{13}$/) },
              arn: 'arn:aws:s3:::orders',
            },
            object: {
              key: 'in/red+flower+%281%29%2B%C3%BC.jpg',
              size: 5,
              eTag: '5d41402abc4b2a76b9719d911017c592',
              sequencer: expect.stringMatching(/^00[0-9A-F]{16}$/),
            },
          },
        },
      ],
    });
  });

  it('tell of all that happens to objects with versions, each with a greater sequencer', async () => {
    const Bucket = await makeVersionedBucket(s3);
    const every: S3.Event[] = ['s3:ObjectCreated:*', 's3:ObjectRemoved:*', 's3:ObjectTagging:*', 's3:ObjectAcl:Put'];
    await put({ QueueConfigurations: [toQueue(await makeQueue('q'), every)] });

    const { VersionId } = await putObject('a');
    await s3.send(new S3.CopyObjectCommand({ Bucket, Key: 'b', CopySource: 'orders/a' }));
    const { UploadId } = await s3.send(new S3.CreateMultipartUploadCommand({ Bucket, Key: 'c' }));
    const { ETag } = await s3.send(new S3.UploadPartCommand({ Bucket, Key: 'c', UploadId, PartNumber: 1, Body: 'x' }));
    const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] };
    await s3.send(new S3.CompleteMultipartUploadCommand({ Bucket, Key: 'c', UploadId, MultipartUpload }));
    await s3.send(
      new S3.PutObjectTaggingCommand({ Bucket, Key: 'a', Tagging: { TagSet: [{ Key: 'k', Value: 'v' }] } }),
    );
    await s3.send(new S3.DeleteObjectTaggingCommand({ Bucket, Key: 'a' }));
    await s3.send(new S3.DeleteObjectCommand({ Bucket, Key: 'a' }));
    await s3.send(new S3.DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: 'a', VersionId }] } }));

    const told = (await records('q')).sort((a, b) =>
      (a.s3.object.sequencer ?? '') < (b.s3.object.sequencer ?? '') ? -1 : 1,
    );
    const sequenced = told.filter(({ s3: { object } }) => object.sequencer !== undefined);
    expect(new Set(sequenced.map(({ s3: { object } }) => object.sequencer)).size).toBe(5);
    expect(sequenced.map(({ eventName }) => eventName)).toEqual([
      'ObjectCreated:Put',
      'ObjectCreated:Copy',
      'ObjectCreated:CompleteMultipartUpload',
      'ObjectRemoved:DeleteMarkerCreated',
      'ObjectRemoved:Delete',
    ]);
    expect(sequenced.map(({ s3: { object } }) => object)).toMatchObject([
      { key: 'a', size: 5, versionId: VersionId },
      { key: 'b', size: 5 },
      { key: 'c', size: 1 },
      { key: 'a', eTag: 'd41d8cd98f00b204e9800998ecf8427e' },
      { key: 'a', versionId: VersionId },
    ]);
    const others = told.filter(({ s3: { object } }) => object.sequencer === undefined);
    expect(others.map(({ eventName, eventVersion }) => [eventName, eventVersion]).sort()).toEqual([
      ['ObjectTagging:Delete', '2.3'],
      ['ObjectTagging:Put', '2.3'],
    ]);
  });

  it('tell of objects that expire, by S3 itself', async () => {
    const Bucket = await makeBucket(s3);
    await put({ QueueConfigurations: [toQueue(await makeQueue('q'), ['s3:LifecycleExpiration:*'])] });
    await s3.send(
      new S3.PutBucketLifecycleConfigurationCommand({
        Bucket,
        LifecycleConfiguration: { Rules: [{ Status: 'Enabled', Filter: { Prefix: '' }, Expiration: { Days: 1 } }] },
      }),
    );
    await putObject('a');
    await target.cloud.clock.advance('3d');

    expect(await records('q')).toMatchObject([
      {
        eventVersion: '2.3',
        eventName: 'LifecycleExpiration:Delete',
        userIdentity: { principalId: 's3.amazonaws.com' },
        requestParameters: { sourceIPAddress: 's3.amazonaws.com' },
        s3: { object: { key: 'a' } },
      },
    ]);
  });

  it('are tried again until their destination takes them', async () => {
    await makeBucket(s3);
    await put({ QueueConfigurations: [toQueue(await makeQueue('q'), ['s3:ObjectCreated:*'])] });
    await received('q');
    target.cloud.faults.add('error sqs:SendMessage times=2');
    await putObject('a');

    await target.cloud.clock.advance('1m');

    expect((await records('q')).map(({ s3: { object } }) => object.key)).toEqual(['a']);
  });
});

describe('A function as destination', () => {
  const FunctionName = 'told';
  const code = 'exports.handler = async () => "seen";';

  test('must let the bucket in, and is invoked with the event', async () => {
    await makeBucket(s3);
    await sqs.send(new Sqs.CreateQueueCommand({ QueueName: 'results' }));
    const { zipSync } = await import('fflate');
    const ZipFile = zipSync({ 'index.js': Buffer.from(code) });
    const { FunctionArn = '' } = await lambda.send(
      new Lambda.CreateFunctionCommand({
        FunctionName,
        Runtime: 'nodejs24.x',
        Handler: 'index.handler',
        Role: 'arn:aws:iam::000000000000:role/r',
        Code: { ZipFile },
      }),
    );
    const configuration = {
      LambdaFunctionConfigurations: [{ LambdaFunctionArn: FunctionArn, Events: ['s3:ObjectCreated:*' as const] }],
    };

    await expect(put(configuration)).rejects.toMatchObject({
      name: 'InvalidArgument',
      message: 'Unable to validate the following destination configurations',
    });
    await lambda.send(
      new Lambda.AddPermissionCommand({
        FunctionName,
        StatementId: 's3',
        Action: 'lambda:InvokeFunction',
        Principal: 's3.amazonaws.com',
        SourceArn: 'arn:aws:s3:::orders',
        SourceAccount: '000000000000',
      }),
    );
    await lambda.send(
      new Lambda.PutFunctionEventInvokeConfigCommand({
        FunctionName,
        DestinationConfig: { OnSuccess: { Destination: arnOf('results') } },
      }),
    );
    await put(configuration);
    await putObject('a');

    const results = await vi.waitUntil(async () => {
      const all = await received('results');
      return all.length > 0 ? all : undefined;
    }, 20_000);

    expect(results).toMatchObject([
      { requestPayload: { Records: [{ eventName: 'ObjectCreated:Put' }] }, responsePayload: 'seen' },
    ]);
  });
});
