import { gunzipSync } from 'node:zlib';
import * as Firehose from '@aws-sdk/client-firehose';
import * as Lambda from '@aws-sdk/client-lambda';
import * as S3 from '@aws-sdk/client-s3';
import { zipSync } from 'fflate';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { useCloud } from '../cloud.ts';
import { arn, makeStream } from './made-stream.ts';

const target = useCloud({ clock: 'virtual' });
let client: Firehose.FirehoseClient;
let s3: S3.S3Client;
beforeEach(async () => {
  client = target.client(Firehose.FirehoseClient);
  s3 = target.client(S3.S3Client);
  await s3.send(new S3.CreateBucketCommand({ Bucket: 'lake' }));
});

const put = (text: string) =>
  client.send(new Firehose.PutRecordCommand({ DeliveryStreamName: 'events', Record: { Data: Buffer.from(text) } }));

const putAll = (texts: readonly string[]) =>
  client.send(
    new Firehose.PutRecordBatchCommand({
      DeliveryStreamName: 'events',
      Records: texts.map((text) => ({ Data: Buffer.from(text) })),
    }),
  );

/** What is in the bucket by now: keys and contents. */
async function objects(Prefix = ''): Promise<[key: string, content: string][]> {
  const { Contents = [] } = await s3.send(new S3.ListObjectsV2Command({ Bucket: 'lake', Prefix }));
  return Promise.all(
    Contents.map(async ({ Key = '' }): Promise<[string, string]> => {
      const { Body } = await s3.send(new S3.GetObjectCommand({ Bucket: 'lake', Key }));
      const bytes = Buffer.from((await Body?.transformToByteArray()) ?? []);
      return [Key, (Key.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString()];
    }),
  );
}

const advance = (time: string) => target.cloud.clock.advance(time);
const uuid = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';

describe('Records', () => {
  it('wait for the interval of the buffer and go into one object, named as AWS names it', async () => {
    await makeStream(client);
    const { Encrypted, RecordId } = await put('one');
    await putAll(['two', 'three']);
    await advance('299s');
    const before = await objects();
    await advance('2s');

    expect(Encrypted).toBe(false);
    expect(RecordId).toMatch(/^[\w+/]{100,}$/);
    expect(before).toEqual([]);
    const after = await objects();
    const name = new RegExp(`^(\\d{4})/(\\d\\d)/(\\d\\d)/(\\d\\d)/events-1-\\1-\\2-\\3-\\4-\\d\\d-\\d\\d-${uuid}$`);
    expect(after).toEqual([[expect.stringMatching(name), 'onetwothree']]);
  });

  it('go at once where the buffer is full', async () => {
    await makeStream(client, { BufferingHints: { SizeInMBs: 1, IntervalInSeconds: 900 } });
    await putAll(['x'.repeat(600_000), 'x'.repeat(600_000), 'rest']);
    await advance('1s');
    const first = await objects();
    await advance('15m');

    expect(first.map(([, { length }]) => length)).toEqual([1_200_000]);
    expect((await objects()).map(([, { length }]) => length).sort()).toEqual([1_200_000, 4]);
  });

  it('are zipped, and have the prefix and the time zone of their stream', async () => {
    await makeStream(client, {
      CompressionFormat: 'GZIP',
      Prefix: "data/year=!{timestamp:yyyy}/!{timestamp:MM'-'dd}/",
      ErrorOutputPrefix: 'errors/!{firehose:error-output-type}/',
      CustomTimeZone: 'Asia/Tokyo',
    });
    await put('hello');
    await advance('5m');

    expect(await objects()).toEqual([
      [expect.stringMatching(/^data\/year=\d{4}\/\d\d-\d\d\/events-1-.*\.gz$/), 'hello'],
    ]);
  });

  it('get delimiters, and go where their keys say', async () => {
    await makeStream(client, {
      BufferingHints: { SizeInMBs: 64, IntervalInSeconds: 60 },
      DynamicPartitioningConfiguration: { Enabled: true },
      Prefix: 'customer=!{partitionKeyFromQuery:customer}/',
      ErrorOutputPrefix: 'bad/',
      ProcessingConfiguration: {
        Enabled: true,
        Processors: [
          {
            Type: 'MetadataExtraction',
            Parameters: [
              { ParameterName: 'MetadataExtractionQuery', ParameterValue: '{customer: .by.customer}' },
              { ParameterName: 'JsonParsingEngine', ParameterValue: 'JQ-1.6' },
            ],
          },
          { Type: 'AppendDelimiterToRecord', Parameters: [{ ParameterName: 'Delimiter', ParameterValue: '\\n' }] },
        ],
      },
    });
    await putAll(['{"by":{"customer":"a"},"n":1}', '{"by":{"customer":"b"}}', '{"by":{"customer":"a"},"n":2}', 'none']);
    await advance('2m');

    const found = await objects('customer=');
    expect(found.map(([key, content]) => [key.split('/')[0], content]).sort()).toEqual([
      ['customer=a', '{"by":{"customer":"a"},"n":1}\n{"by":{"customer":"a"},"n":2}\n'],
      ['customer=b', '{"by":{"customer":"b"}}\n'],
    ]);
    const [[badKey, bad] = ['', '{}']] = await objects('bad/');
    expect(badKey).toMatch(/^bad\/processing-failed\/\d{4}\/\d\d\/\d\d\/\d\d\/events-1-/);
    expect(JSON.parse(bad)).toMatchObject({ rawData: Buffer.from('none').toString('base64') });
  });

  it('are kept and delivered later where the bucket does not take them', async () => {
    await makeStream(client, { BufferingHints: { SizeInMBs: 1, IntervalInSeconds: 1 } });
    target.cloud.faults.add('error s3:PutObject times=3');
    await put('kept');
    await advance('10m');

    expect((await objects()).map(([, content]) => content)).toEqual(['kept']);
  });

  it('of more than 4 MB are refused together, and taken from no stream that is not there', async () => {
    await makeStream(client);

    const tooMuch = putAll(Array(5).fill('x'.repeat(1_000_000)));
    await expect(tooMuch).rejects.toMatchObject({ name: 'InvalidArgumentException' });
    const nowhere = new Firehose.PutRecordCommand({ DeliveryStreamName: 'none', Record: { Data: Buffer.from('a') } });
    await expect(client.send(nowhere)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});

describe('A function between', () => {
  const code = `exports.handler = async ({ deliveryStreamArn, records }) => ({
  records: records.map(({ data, recordId }) => {
    const text = Buffer.from(data, 'base64').toString();
    if (text === 'bad') return { recordId, result: 'ProcessingFailed' };
    if (text === 'no') return { recordId, result: 'Dropped' };
    return { recordId, result: 'Ok', data: Buffer.from(text.toUpperCase() + ' ' + deliveryStreamArn + ';').toString('base64') };
  }),
});`;

  it('changes records, drops them, or fails them into a folder of their own', async () => {
    const { FunctionArn = '' } = await target.client(Lambda.LambdaClient).send(
      new Lambda.CreateFunctionCommand({
        FunctionName: 'transform',
        Runtime: 'nodejs24.x',
        Handler: 'index.handler',
        Role: 'arn:aws:iam::000000000000:role/r',
        Timeout: 60,
        Code: { ZipFile: zipSync({ 'index.js': Buffer.from(code) }) },
      }),
    );
    await makeStream(client, {
      Prefix: 'data/',
      BufferingHints: { SizeInMBs: 1, IntervalInSeconds: 60 },
      S3BackupMode: 'Enabled',
      S3BackupConfiguration: {
        RoleARN: 'arn:aws:iam::000000000000:role/firehose',
        BucketARN: 'arn:aws:s3:::lake',
        Prefix: 'raw/',
      },
      ProcessingConfiguration: {
        Enabled: true,
        Processors: [{ Type: 'Lambda', Parameters: [{ ParameterName: 'LambdaArn', ParameterValue: FunctionArn }] }],
      },
    });
    await putAll(['good', 'bad', 'no']);
    await advance('61s');
    const all = await vi.waitUntil(async () => {
      const found = await objects();
      return found.length === 3 ? found : undefined;
    }, 20_000);

    const startingWith = (prefix: string) => all.find(([key]) => key.startsWith(prefix))?.[1] ?? '';
    expect(startingWith('data/2')).toBe(`GOOD ${arn};`);
    expect(startingWith('raw/2')).toBe('goodbadno');
    expect(JSON.parse(startingWith('data/processing-failed/'))).toEqual({
      attemptsMade: 1,
      arrivalTimestamp: expect.any(Number),
      errorCode: 'Lambda.ProcessingFailedStatus',
      errorMessage: 'ProcessingFailed status set for record.',
      attemptEndingTimestamp: expect.any(Number),
      rawData: Buffer.from('bad').toString('base64'),
      lambdaArn: FunctionArn,
    });
  });
});
