import { type Cloud, startCloud } from 'squall';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rootCaller } from '../../src/cloud/kernel/identity.ts';
import { furnish } from './furnish.ts';
import { type Answer, askRaw } from './raw-http.ts';
import { known } from './wild-values.ts';
import { tooDeep } from './wild-wire.ts';

/* Requests of each protocol that once did harm, or would if a limit were taken away. */

let cloud: Cloud;

beforeAll(async () => {
  cloud = await startCloud({ log: 'silent', clock: 'virtual' });
  const caller = rootCaller('000000000000', '000000000000');
  await furnish((service, operation, input) =>
    cloud.kernel.call(service, operation, input, { caller, region: 'us-east-1' }),
  );
});

afterAll(() => cloud.close());

type Ask = () => Promise<Answer>;

const ask = (signingName: string, method: string, path: string, headers: object, body: string | Buffer = '') => {
  const scope = `AKIAIOSFODNN7EXAMPLE/20260101/us-east-1/${signingName}/aws4_request`;
  const authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=00`;
  return askRaw(cloud.port, { method, path, headers: { authorization, ...headers }, body: Buffer.from(body) });
};

const json = (signingName: string, target: string, body: string) =>
  ask(signingName, 'POST', '/', { 'x-amz-target': target, 'content-type': 'application/x-amz-json-1.1' }, body);
const form = (signingName: string, version: string, body: string) =>
  ask(
    signingName,
    'POST',
    '/',
    { 'content-type': 'application/x-www-form-urlencoded' },
    `Version=${version}&Action=${body}`,
  );
const cbor = (operation: string, body: Buffer) =>
  ask(
    'monitoring',
    'POST',
    `/service/GraniteServiceVersion20100801/operation/${operation}`,
    { 'smithy-protocol': 'rpc-v2-cbor' },
    body,
  );
const s3 = (method: string, path: string, headers: object = {}, body: string | Buffer = '') =>
  ask('s3', method, path, headers, body);

const arrays = `${'['.repeat(tooDeep)}${']'.repeat(tooDeep)}`;
const lists = `${'{"L":['.repeat(tooDeep)}${']}'.repeat(tooDeep)}`;
const elements = `${'<a>'.repeat(tooDeep)}${'</a>'.repeat(tooDeep)}`;

const deepBodies: readonly (readonly [string, Ask])[] = [
  ['JSON 1.0', () => json('dynamodb', 'DynamoDB_20120810.PutItem', `{"TableName":"${known}","Item":{"pk":${lists}}}`)],
  ['JSON 1.1', () => json('kms', 'TrentService.CreateKey', `{"Tags":${arrays}}`)],
  ['REST-JSON', () => ask('lambda', 'POST', '/2015-03-31/functions', {}, `{"Environment":${arrays}}`)],
  [
    'REST-XML',
    () => s3('PUT', `/${known}?lifecycle`, {}, `<LifecycleConfiguration>${elements}</LifecycleConfiguration>`),
  ],
  ['CBOR lists', () => cbor('PutMetricData', Buffer.alloc(tooDeep, 0x81))],
  ['CBOR lists without an end', () => cbor('PutMetricData', Buffer.alloc(tooDeep, 0x9f))],
  ['CBOR tags', () => cbor('PutMetricData', Buffer.alloc(tooDeep, 0xc1))],
];

describe('a body of 100,000 levels is refused', () => {
  it.each(deepBodies)('in %s', async (_protocol, send) => {
    expect((await send()).status).toBe(400);
  });

  it('or read, in names of the query protocol, which nothing has', async () => {
    const body = `ListUsers&PathPrefix${'.member.1'.repeat(tooDeep)}=x`;

    expect((await form('iam', '2010-05-08', body)).status).toBe(200);
  });
});

const wrongNumbers = ['NaN', '-1', '1e400', 'Infinity', '', 'x', '9'.repeat(400)];

describe('a number in a query', () => {
  it.each(wrongNumbers)('is refused when it is %j', async (number) => {
    for (const path of [`/${known}?max-keys=${number}`, `/${known}?list-type=2&max-keys=${number}`]) {
      expect((await s3('GET', path)).status, path).toBe(400);
    }
    const uploads = await s3('GET', `/${known}?uploads&max-uploads=${number}`);
    expect(uploads.status).toBe(400);
  });

  it.each(['NaN', '1e400', '0.5e400', 'x'])('of a part or of versions is refused when it is %j', async (number) => {
    const begun = await s3('POST', `/${known}/${known}?uploads`);
    const uploadId = /<UploadId>(.+)<\/UploadId>/.exec(begun.body)?.[1];
    for (const path of [
      `/${known}/${known}?uploadId=${uploadId}&part-number-marker=${number}`,
      `/${known}/${known}?uploadId=${uploadId}&max-parts=${number}`,
      `/${known}/${known}?partNumber=${number}`,
      `/${known}?versions&max-keys=${number}`,
    ]) {
      expect((await s3('GET', path)).status, path).toBe(400);
    }
  });

  it.each(['NaN', 'Infinity', '1e400', ''])('of REST-JSON is refused when it is %j', async (number) => {
    expect((await ask('lambda', 'GET', `/2015-03-31/functions?MaxItems=${number}`, {})).status).toBe(400);
  });
});

describe('a Range', () => {
  const read = (range: string) => s3('GET', `/${known}/${known}`, { range });

  it.each(['bytes=', 'bytes=-', 'bytes=3-1', 'bytes=x-y', 'items=0-1', 'bytes=0-1e400', 'x', 'bytes=0-0,2-3'])(
    'that is malformed, reversed or multiple is passed over: %s',
    async (range) => {
      expect(await read(range)).toEqual({ status: 200, body: 'body' });
    },
  );

  it.each([`bytes=${'9'.repeat(400)}-`, 'bytes=4-', 'bytes=-0'])(
    'beyond the end cannot be satisfied: %s',
    async (range) => {
      expect((await read(range)).status).toBe(416);
    },
  );

  it.each([
    [`bytes=0-${'9'.repeat(400)}`, 'body'],
    [`bytes=-${'9'.repeat(400)}`, 'body'],
  ])('may name more than there is: %s', async (range, body) => {
    expect(await read(range)).toEqual({ status: 206, body });
  });
});

describe('what ended as a bug is refused', () => {
  it.each<readonly [string, Ask]>([
    [
      'NaN for days',
      () =>
        json('secretsmanager', 'secretsmanager.DeleteSecret', `{"SecretId":"${known}","RecoveryWindowInDays":"NaN"}`),
    ],
    [
      'null among replicas',
      () =>
        json(
          'dynamodb',
          'DynamoDB_20120810.CreateGlobalTable',
          `{"GlobalTableName":"${known}","ReplicationGroup":[null]}`,
        ),
    ],
    [
      'null among updates',
      () =>
        json(
          'dynamodb',
          'DynamoDB_20120810.UpdateGlobalTable',
          `{"GlobalTableName":"${known}","ReplicaUpdates":[null]}`,
        ),
    ],
    [
      'a URL of a template',
      () => form('cloudformation', '2010-05-15', 'CreateStack&StackName=s&TemplateURL=http%3A%2F%2Fx%2F%25zz'),
    ],
    [
      'dates',
      () =>
        form(
          'monitoring',
          '2010-08-01',
          'GetMetricStatistics&Namespace=n&MetricName=m&Period=60&StartTime=-1e300&EndTime=1e300',
        ),
    ],
  ])('%s', async (_name, send) => {
    expect((await send()).status).toBe(400);
  });

  it('and the cloud goes on', async () => {
    expect(cloud.journal.hops().filter(({ outcome }) => outcome === 'bug')).toEqual([]);
    expect((await form('sts', '2011-06-15', 'GetCallerIdentity')).status).toBe(200);
  });
});
