import { type ChildProcess, spawn } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { answeredInputs, hostileInputs } from './hostile-inputs.ts';

/* Each pattern that users may hand in, hostile. The cloud is a process of its own: one that hangs fails, and is killed. */

/** A second is the aim; the rest is for machines that have other things to do. */
const answerMaxMs = 5000;

const stars = `${'*a'.repeat(40)}*b`;
const letters = 'a'.repeat(200);
const regex = `%${'a*'.repeat(12)}b%`;
const event = { timestamp: Date.now(), message: 'a'.repeat(20_000) };

let child: ChildProcess;
let endpoint = '';

const post = async (path: string, body: unknown): Promise<Record<string, unknown>> => {
  const response = await fetch(endpoint + path, {
    method: 'POST',
    headers: { 'x-squall': '1', 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
    signal: AbortSignal.timeout(answerMaxMs),
  });
  return { status: response.status, ...((await response.json()) as object) };
};
const call = (service: string, operation: string, input: object) =>
  post('/_squall/call', { service, operation, input });

beforeAll(async () => {
  const argv = ['--conditions=squall-source', 'src/cli/main.ts', 'up', '--port', '0', '--json'];
  child = spawn(process.execPath, argv, { stdio: ['ignore', 'pipe', 'ignore'] });
  const line = await new Promise<string>((resolve, reject) => {
    child.stdout?.once('data', (chunk: Buffer) => resolve(chunk.toString('utf8')));
    child.once('exit', (code) => reject(new Error(`squall up ended with ${code}`)));
  });
  endpoint = (JSON.parse(line) as { endpoint: string }).endpoint;
  await call('s3', 'CreateBucket', { Bucket: 'a'.repeat(60) });
  await call('logs', 'CreateLogGroup', { logGroupName: 'g' });
  await call('logs', 'CreateLogStream', { logGroupName: 'g', logStreamName: 's' });
  await call('logs', 'PutLogEvents', { logGroupName: 'g', logStreamName: 's', logEvents: [event] });
}, 60_000);

afterAll(() => void child.kill('SIGKILL'));

const template = (parameter: object) =>
  JSON.stringify({ Parameters: { P: parameter }, Resources: { Q: { Type: 'AWS::SQS::Queue' } } });

const logs = (filterPattern: string) => ({ logGroupName: 'g', filterPattern });

const table = 'arn:aws:dynamodb:us-east-1:000000000000:table/none';

const calls: readonly (readonly [string, string, string, object])[] = [
  [
    'AllowedPattern of a stack',
    'cloudformation',
    'CreateStack',
    { StackName: 's', TemplateBody: template({ Type: 'String', AllowedPattern: '(a+)+$', Default: `${letters}!` }) },
  ],
  [
    'AllowedPattern',
    'ssm',
    'PutParameter',
    { Name: 'p', Type: 'String', AllowedPattern: '(a+)+$', Value: `${letters}!` },
  ],
  ['regular expressions of filters', 'logs', 'FilterLogEvents', logs(regex)],
  [
    'metric filters under test',
    'logs',
    'TestMetricFilter',
    { filterPattern: regex, logEventMessages: [event.message] },
  ],
  [
    'bucket policies',
    's3',
    'PutBucketPolicy',
    {
      Bucket: 'a'.repeat(60),
      Policy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: `arn:aws:s3:::${stars}` }],
      }),
    },
  ],
  [
    'buckets of exports',
    'dynamodb',
    'ExportTableToPointInTime',
    { TableArn: letters, S3Bucket: `${'a1'.repeat(2000)}\u0001` },
  ],
  [
    'buckets of imports',
    'dynamodb',
    'ImportTable',
    {
      InputFormat: 'CSV',
      S3BucketSource: { S3Bucket: `${'a1'.repeat(200_000)}\u0001` },
      TableCreationParameters: {
        TableName: 'imported',
        AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      },
    },
  ],
  [
    'client tokens of exports',
    'dynamodb',
    'ExportTableToPointInTime',
    { TableArn: table, S3Bucket: 'a'.repeat(60), ClientToken: `${'a$'.repeat(200_000)}\u0001` },
  ],
  ...hostileInputs,
];

describe('a hostile pattern', () => {
  it.each(calls)('is answered in time: %s', { timeout: 30_000 }, async (_name, service, operation, input) => {
    expect(await call(service, operation, input)).toMatchObject({ status: 200, error: { code: expect.any(String) } });
  });

  it.each(answeredInputs)(
    'is matched to its end: %s',
    { timeout: 30_000 },
    async (_name, service, operation, input) => {
      expect(await call(service, operation, input)).toHaveProperty('output');
    },
  );

  it('of wildcards alone is matched to its end', { timeout: 30_000 }, async () => {
    const answer = await call('logs', 'FilterLogEvents', logs(`[w = "${stars}"]`));

    expect(answer).toMatchObject({ output: { events: [] } });
  });

  it('of a metric filter does not keep events from being stored', { timeout: 30_000 }, async () => {
    const metricTransformations = [{ metricName: 'm', metricNamespace: 'n', metricValue: '1' }];
    await call('logs', 'PutMetricFilter', { ...logs(regex), filterName: 'f', metricTransformations });
    const input = { logGroupName: 'g', logStreamName: 's', logEvents: [event] };

    expect(await call('logs', 'PutLogEvents', input)).toHaveProperty('output');
  });

  it('of a fault rule meets its calls in time', { timeout: 30_000 }, async () => {
    const rule = { fault: { kind: 'throttle' }, service: stars, operation: stars, resource: stars };

    expect(await post('/_squall/faults', { rule })).toMatchObject({ status: 200 });
    expect(await post('/_squall/faults', { rule: `throttle sqs:* queue=${stars}` })).toMatchObject({ status: 200 });
    expect(await call('sqs', 'CreateQueue', { QueueName: 'a'.repeat(80) })).toHaveProperty('output');
  });

  it.each([
    ['/_squall/clock/advance', { duration: 1e308 }],
    ['/_squall/clock/advance', '{"duration":1e400}'],
    ['/_squall/faults', { rule: { fault: { kind: 'slow', delayMs: 'x' } } }],
    ['/_localstack/chaos/faults', '[{'],
    ['/_localstack/chaos/faults', '[null]'],
    ['/_localstack/chaos/effects', { latency: 'x' }],
  ])('or number of the admin API is refused: %s %j', { timeout: 30_000 }, async (path, body) => {
    expect(await post(path, body)).toMatchObject({ status: 400, hint: expect.any(String) });
  });
});
