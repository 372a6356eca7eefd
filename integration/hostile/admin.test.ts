import { type Cloud, startCloud } from 'squall';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deepJson } from './wild-values.ts';
import { tooDeep } from './wild-wire.ts';

/* Every route of the admin API, with what nobody who means well would send. */

let cloud: Cloud;
const errors: string[] = [];

beforeAll(async () => {
  cloud = await startCloud({ log: 'warn', writeLog: (line) => void errors.push(line), clock: 'virtual' });
});

afterAll(() => cloud.close());

async function ask(method: string, path: string, body?: unknown): Promise<Record<string, unknown>> {
  const response = await fetch(cloud.endpoint + path, {
    method,
    headers: { 'x-squall': '1', 'content-type': 'application/json' },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const answer: unknown = await response.json();
  return { status: response.status, ...(Array.isArray(answer) ? { list: answer } : (answer as object)) };
}

const call = (service: unknown, operation: unknown, input: unknown, rest: object = {}) =>
  ask('POST', '/_squall/call', { service, operation, input, ...rest });

const refused = { status: 400, code: expect.any(String), message: expect.any(String), hint: expect.any(String) };
const deep = deepJson(tooDeep / 2);
const routes = [
  'POST /_squall/snapshots',
  'POST /_squall/restore',
  'POST /_squall/clock/advance',
  'POST /_squall/faults',
  'POST /_squall/call',
  'POST /_localstack/chaos/faults',
  'PATCH /_localstack/chaos/faults',
  'DELETE /_localstack/chaos/faults',
  'POST /_localstack/chaos/effects',
];

describe('the admin API refuses', () => {
  it.each(
    routes.flatMap((route) =>
      [deep, `[${deep}]`, '[{', '"x"', '\u0000', 'null', '5', '['.repeat(tooDeep)].map(
        (body) => [route, body.slice(0, 12), body] as const,
      ),
    ),
  )('bodies that are no JSON, deep or of another kind: %s %s…', async (route, _start, body) => {
    const [method = '', path = ''] = route.split(' ');

    expect(await ask(method, path, body)).toMatchObject(refused);
  });

  it.each([
    ['/_squall/clock/advance', { duration: 1e308 }],
    ['/_squall/clock/advance', '{"duration":1e400}'],
    ['/_squall/clock/advance', { duration: -1 }],
    ['/_squall/clock/advance', { duration: '-1s' }],
    ['/_squall/clock/advance', { duration: 'soon' }],
    ['/_squall/clock/advance', { duration: `${'9'.repeat(400)}d` }],
    ['/_squall/clock/advance', { duration: '' }],
    ['/_squall/clock/advance', { duration: ['1s'] }],
    ['/_squall/clock/advance', {}],
    ['/_squall/snapshots', { name: 5 }],
    ['/_squall/snapshots', { name: '' }],
    ['/_squall/snapshots', { name: 'x'.repeat(200) }],
    ['/_squall/restore', { name: ['a'] }],
    ['/_squall/faults', { rule: { fault: { kind: 'slow', delayMs: 'x' } } }],
    ['/_squall/faults', { rule: { fault: null } }],
    ['/_squall/faults', { rule: ['throttle'] }],
    ['/_squall/faults', { rule: 'x'.repeat(100_000) }],
    ['/_squall/call', { service: ['sqs'], operation: 'ListQueues' }],
    ['/_squall/call', { service: 'sqs', operation: 'ListQueues', input: null }],
    ['/_squall/call', { service: 'sqs', operation: 'ListQueues', account: {} }],
    ['/_squall/call', { service: 'sqs', operation: 'ListQueues', account: 'me' }],
    ['/_squall/call', { service: 'sqs', operation: 'ListQueues', region: 5 }],
    ['/_localstack/chaos/faults', [null]],
    ['/_localstack/chaos/faults', [{ service: 5 }]],
    ['/_localstack/chaos/faults', [{ probability: 'x' }]],
    ['/_localstack/chaos/faults', [{ error: { statusCode: 'x' } }]],
    ['/_localstack/chaos/faults', { service: 'sqs' }],
    ['/_localstack/chaos/effects', { latency: 'x' }],
    ['/_localstack/chaos/effects', { latency: '' }],
    ['/_localstack/chaos/effects', { latency: -1 }],
    ['/_localstack/chaos/effects', '{"latency":1e400}'],
    ['/_localstack/chaos/effects', [5]],
  ])('values of another type or range: %s %j', async (path, body) => {
    expect(await ask('POST', path, body)).toMatchObject(refused);
  });

  it.each(['x', '-1', '0.5', '1e400', ''])('a journal since %j', async (since) => {
    expect(await ask('GET', `/_squall/journal?since=${since}`)).toMatchObject(refused);
  });

  it('what is not there', async () => {
    expect(await ask('POST', '/_squall/restore', { name: '__proto__' })).toMatchObject({ ...refused, status: 404 });
    expect(await ask('DELETE', '/_squall/faults?id=__proto__')).toMatchObject({ ...refused, status: 404 });
    expect(await ask('GET', '/_squall/constructor')).toMatchObject({ ...refused, status: 404 });
  });
});

describe('a call by the admin API', () => {
  it.each([
    ['sqs', 'CreateQueue', { QueueName: 5 }],
    ['sqs', 'CreateQueue', { QueueName: 'q', Attributes: [] }],
    ['sqs', 'CreateQueue', { QueueName: 'q', Attributes: { DelaySeconds: {} } }],
    ['dynamodb', 'PutItem', { TableName: {}, Item: 5 }],
    ['dynamodb', 'PutItem', { TableName: 't', Item: { a: [] } }],
    ['logs', 'FilterLogEvents', { logGroupName: 'g', logStreamNames: 'x' }],
    ['s3', 'PutObject', { Bucket: 'b', Key: 'k', Body: [1] }],
    ['cloudwatch', 'GetMetricData', { StartTime: 'x', EndTime: 'y', MetricDataQueries: [] }],
    ['lambda', 'Invoke', { FunctionName: 'f', Payload: { a: 1 } }],
  ])('answers AWS’s error for wrong types: %s %s %j', async (service, operation, input) => {
    const answer = { status: 200, error: { code: 'SerializationException', message: expect.any(String) } };

    expect(await call(service, operation, input)).toMatchObject(answer);
  });

  it('takes bytes and times as it says', async () => {
    await call('s3', 'CreateBucket', { Bucket: 'admin-bytes' });
    await call('s3', 'PutObject', { Bucket: 'admin-bytes', Key: 'k', Body: { $base64: 'AAEC' } });
    const read = (rest: object) => call('s3', 'GetObject', { Bucket: 'admin-bytes', Key: 'k', ...rest });

    expect(await read({})).toMatchObject({ output: { Body: { $base64: 'AAEC' } } });
    expect(await read({ IfModifiedSince: '2999-01-01T00:00:00.000Z' })).toHaveProperty('error');
  });

  it('leaves the lists of chaos as they were when a fault of a list is refused', async () => {
    await ask('POST', '/_localstack/chaos/faults', [{ service: 'sqs', probability: 0 }]);
    await ask('POST', '/_localstack/chaos/faults', [{ service: 's3' }, { service: 5 }]);

    expect(await ask('GET', '/_localstack/chaos/faults')).toMatchObject({ list: [{ service: 'sqs' }] });
    await ask('DELETE', '/_localstack/chaos/faults');
  });

  it('was never a bug', () => {
    expect(errors).toEqual([]);
    expect(cloud.journal.hops().filter(({ outcome }) => outcome === 'bug')).toEqual([]);
  });
});
