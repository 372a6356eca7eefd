import { connect } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { type Cloud, type HttpRequest, startCloud } from 'squall';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Random } from '../src/cloud/kernel/random.ts';

const requests = 10_000;
const heapGrowthMaxMiB = 40;
const seed = Number(process.env.SQUALL_SEED ?? Date.now() % 1_000_000_007);

let cloud: Cloud;

beforeAll(async () => {
  cloud = await startCloud({ log: 'silent' });
});

afterAll(() => cloud.close());

const signingNames = [
  'dynamodb',
  'lambda',
  's3',
  'sts',
  'iam',
  'kms',
  'ssm',
  'ecr',
  'cloudformation',
  'secretsmanager',
  'monitoring',
  'logs',
  'apigateway',
  'sqs',
  'sns',
  'events',
  'nonesuch',
  '',
];
const targets = [
  'DynamoDB_20120810.PutItem',
  'DynamoDB_20120810.Query',
  'DynamoDB_20120810.UpdateItem',
  'DynamoDB_20120810.Scan',
  'DynamoDB_20120810.TransactWriteItems',
  'DynamoDB_20120810.CreateTable',
  'DynamoDB_20120810.Nonsense',
  'TrentService.Encrypt',
  'AmazonSSM.PutParameter',
  'secretsmanager.CreateSecret',
  'Logs_20140328.PutLogEvents',
  'Logs_20140328.FilterLogEvents',
  'GraniteServiceVersion20100801.PutMetricData',
  'AmazonEC2ContainerRegistry_V20150921.CreateRepository',
  '.',
  'x'.repeat(3000),
];
const paths = [
  '/',
  '//',
  '/bucket',
  '/bucket/key',
  '/bucket/%zz',
  '/2015-03-31/functions',
  '/2015-03-31/functions/f/invocations',
  '/v2/apis',
  '/v2/apis/a/routes',
  '/_aws/execute-api/none/stage/x',
  '/restapis/a/b/_user_request_/',
  '/_squall/journal',
  '/service/GraniteServiceVersion20100801/operation/PutMetricData',
  '/%00',
  `/${'a/'.repeat(600)}`,
];
const actions = [
  'GetCallerIdentity',
  'CreateStack',
  'DescribeStacks',
  'AssumeRole',
  'CreateRole',
  'PutMetricData',
  'Nonsense',
  '',
];
const contentTypes = [
  'application/x-amz-json-1.0',
  'application/x-amz-json-1.1',
  'application/x-www-form-urlencoded; charset=utf-8',
  'application/json',
  'application/xml',
  'application/cbor',
  'text/plain',
  'multipart/form-data; boundary=x',
  '',
];
const methods = ['POST', 'GET', 'PUT', 'DELETE', 'HEAD', 'PATCH', 'OPTIONS', 'BREW'];

const pick = <T>(random: Random, values: readonly T[]): T => values[random.int(values.length)] as T;

/** JSON that is broken, deep, hostile or merely of the wrong types. */
function jsonBody(random: Random): string {
  const depth = random.int(40) === 0 ? 20_000 : random.int(40);
  const values = [
    'null',
    'true',
    '1',
    '-1e400',
    '"x"',
    '[]',
    '{}',
    '{"__proto__":{"polluted":true}}',
    '{"constructor":1}',
    '"\\ud800"',
    '{"S":"x"}',
    '{"N":"1e999"}',
    '{"N":"x"}',
    '{"B":"%%%"}',
    '{"M":{"a":{"L":[{"NULL":true}]}}}',
    '1.5',
    '""',
  ];
  const names = [
    'TableName',
    'Item',
    'Key',
    'KeyConditionExpression',
    'UpdateExpression',
    'FilterExpression',
    'ExpressionAttributeValues',
    'TransactItems',
    'AttributeDefinitions',
    'KeySchema',
    'Name',
    'Value',
    'SecretString',
    'logGroupName',
    'logEvents',
    'KeyId',
    'Plaintext',
    'FunctionName',
    'Code',
    '__proto__',
    'toString',
    'Limit',
    'filterPattern',
    'MetricData',
    'Namespace',
  ];
  const member = (): string => {
    const value = random.int(6) === 0 ? '['.repeat(depth) + ']'.repeat(depth) : pick(random, values);
    return `${JSON.stringify(pick(random, names))}:${value}`;
  };
  const text = `{${Array.from({ length: random.int(6) }, member).join(',')}}`;
  return random.int(5) === 0 ? text.slice(0, random.int(text.length + 1)) : text;
}

function formBody(random: Random): string {
  const field = (): string =>
    pick(random, [
      'RoleName=x',
      'StackName=%',
      'TemplateBody=%7B',
      'Parameters.member.1.ParameterKey=a',
      'A.member.999999999.B=1',
      '=',
      '&&',
      '__proto__=1',
      'MetricData.member.1.Value=NaN',
      'TemplateBody={"Resources":{"A":{"Type":"AWS::S3::Bucket"}}}',
    ]);
  return [
    `Action=${pick(random, actions)}`,
    'Version=2010-05-15',
    ...Array.from({ length: random.int(5) }, field),
  ].join('&');
}

function body(random: Random): Uint8Array {
  const kind = random.int(10);
  if (kind < 5) return Buffer.from(jsonBody(random));
  if (kind < 7) return Buffer.from(formBody(random));
  if (kind === 7) return random.bytes(random.int(200));
  if (kind === 8)
    return Buffer.from(
      pick(random, ['<a>', '<a><b></a>', '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', `${'<a>'.repeat(5000)}`]),
    );
  return new Uint8Array();
}

function randomRequest(random: Random): HttpRequest {
  const service = pick(random, signingNames);
  const headers: Record<string, string> = {
    host: pick(random, ['127.0.0.1:4566', 'localhost', 'b.s3.localhost', 'a1.execute-api.localhost:4566', '']),
    'content-type': pick(random, contentTypes),
    ...(random.int(3) > 0 && { 'x-amz-target': pick(random, targets) }),
    ...(random.int(5) > 0 && {
      authorization: `AWS4-HMAC-SHA256 Credential=${pick(random, ['test', '', '111111111111', 'a/b'])}/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=x`,
    }),
    ...(random.int(20) === 0 && {
      'content-encoding': 'aws-chunked',
      'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
    }),
    ...(random.int(20) === 0 && { 'smithy-protocol': 'rpc-v2-cbor' }),
    ...(random.int(20) === 0 && {
      authorization: pick(random, ['AWS4-HMAC-SHA256', 'Bearer x', 'AWS4-HMAC-SHA256 Credential=']),
    }),
  };
  const query = pick(random, [
    '',
    '',
    '',
    'x-id=PutObject',
    'uploads',
    'list-type=2&max-keys=abc',
    '%',
    '=&=',
    'X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=a',
    'versionId=%ff',
  ]);
  return {
    method: pick(random, methods),
    path: pick(random, paths),
    query,
    headers,
    rawHeaders: Object.entries(headers).flat(),
    body: body(random),
    remoteAddress: '127.0.0.1',
  };
}

function heapMiB(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed / 2 ** 20;
}

describe(`malformed requests (SQUALL_SEED=${seed})`, () => {
  it(`are answered ${requests} times over without a crash, a 500 or a leak`, { timeout: 240_000 }, async () => {
    const random = new Random(seed);
    const failures: string[] = [];
    let middleMiB = 0;
    for (let index = 0; index < requests; index += 1) {
      const request = randomRequest(random);
      const response = await cloud.handle(request);
      if (response.status === 500) {
        const sent = `${request.method} ${request.path.slice(0, 80)}?${request.query} ${JSON.stringify(request.headers).slice(0, 300)}`;
        failures.push(
          `#${index} ${sent} ${Buffer.from(request.body).toString('utf8').slice(0, 300)} → ${String(response.body).slice(0, 200)}`,
        );
      }
      if (index === requests / 2) middleMiB = heapMiB();
    }

    expect(failures.slice(0, 5)).toEqual([]);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(heapMiB() - middleMiB).toBeLessThan(heapGrowthMaxMiB);
  });

  it('may be no HTTP at all', async () => {
    const random = new Random(seed);
    const send = (bytes: Uint8Array | string): Promise<string> =>
      new Promise((resolve) => {
        const socket = connect(cloud.port, '127.0.0.1', () => socket.end(bytes));
        let answer = '';
        socket.on('data', (chunk) => {
          answer += chunk.toString('latin1');
        });
        socket.on('error', () => resolve(answer));
        socket.on('close', () => resolve(answer));
      });

    for (let round = 0; round < 50; round += 1) await send(random.bytes(300));
    await send('POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nshort');
    await send('POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n');

    expect(await send('GET /_localstack/health HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n')).toContain(
      '200 OK',
    );
  });

  it('may come from a web page of somebody else, and are refused', async () => {
    const ask = (headers: Record<string, string>) => fetch(`${cloud.endpoint}/_localstack/health`, { headers });

    expect((await ask({ origin: 'https://evil.example' })).status).toBe(403);
    expect((await ask({ origin: 'http://localhost:5173' })).status).toBe(200);
  });
});
