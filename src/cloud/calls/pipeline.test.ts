import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Cloud, startCloud } from '../cloud.ts';
import type { HttpRequest } from '../kernel/http.ts';

let cloud: Cloud;
beforeEach(async () => {
  cloud = await startCloud({ log: 'silent' });
});
afterEach(() => cloud.close());

/** A call of DynamoDB as an SDK sends it, signed by `accessKeyId`. */
const request = (operation: string, input: object, headers: Readonly<Record<string, string>> = {}): HttpRequest => ({
  method: 'POST',
  path: '/',
  query: '',
  headers: {
    host: 'localhost',
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-target': `DynamoDB_20120810.${operation}`,
    authorization: `AWS4-HMAC-SHA256 Credential=${headers.key ?? 'test'}/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=00`,
    ...headers,
  },
  rawHeaders: [],
  body: Buffer.from(JSON.stringify(input)),
  remoteAddress: '127.0.0.1',
});

const rootOnly = 'Root=1-5759e988-bd862e3fe1be46a994272793';
const traceId = '1-5759e988-bd862e3fe1be46a994272793';
const onlyHop = () => {
  const hops = cloud.journal.hops();
  expect(hops).toHaveLength(1);
  return hops[0];
};

describe('every call is in the journal once', () => {
  test('answered', async () => {
    const { status } = await cloud.handle(request('ListTables', {}));

    expect(status).toBe(200);
    expect(onlyHop()).toMatchObject({ service: 'dynamodb', operation: 'ListTables', outcome: 'ok', injected: false });
  });

  test('refused, with the code', async () => {
    await cloud.handle(request('DescribeTable', { TableName: 'none' }));

    expect(onlyHop()).toMatchObject({ outcome: 'error', code: 'ResourceNotFoundException', resource: 'none' });
  });

  test('and when it was for nobody', async () => {
    const unknown = { 'x-amz-target': 'Nobody_20120810.Nothing' };

    const { status } = await cloud.handle(request('ListTables', {}, unknown));

    expect(status).toBeGreaterThanOrEqual(400);
    expect(onlyHop()).toMatchObject({ outcome: expect.stringMatching(/error|unsupported/) });
  });

  test('with the sizes of both bodies', async () => {
    const sent = request('ListTables', { Limit: 10 });

    const { body } = await cloud.handle(sent);

    expect(onlyHop()).toMatchObject({
      requestBytes: sent.body.byteLength,
      responseBytes: Buffer.byteLength(body),
    });
  });
});

describe('the trace of a call', () => {
  test('is the one that its header names', async () => {
    await cloud.handle(
      request('ListTables', {}, { 'x-amzn-trace-id': `${rootOnly};Parent=53995c3f42cd8ad8;Sampled=1` }),
    );

    expect(onlyHop()?.trace).toMatchObject({ traceId, parentId: '53995c3f42cd8ad8', sampled: true });
  });

  test('is the one that a caller inside hands in', async () => {
    const trace = { traceId, spanId: '53995c3f42cd8ad8', sampled: false };

    await cloud.kernel.call('dynamodb', 'ListTables', {}, { account: '000000000000', trace, parent: 'cause' });

    expect(onlyHop()).toMatchObject({ parent: 'cause', trace: { traceId, parentId: '53995c3f42cd8ad8' } });
  });

  test('begins where nobody names one', async () => {
    await cloud.handle(request('ListTables', {}));
    await cloud.handle(request('ListTables', {}));

    const [one, other] = cloud.journal.hops();
    expect(one?.trace.parentId).toBeUndefined();
    expect(one?.trace.traceId).toMatch(/^1-[0-9a-f]{8}-[0-9a-f]{24}$/);
    expect(one?.trace.traceId).not.toBe(other?.trace.traceId);
    expect(one?.parent).toBeUndefined();
  });
});

describe('a call of an execution environment', () => {
  const invoke = {
    id: 'the-invoke',
    trace: { traceId, spanId: 'aaaaaaaaaaaaaaaa', parentId: undefined, sampled: false },
  };
  beforeEach(() => {
    cloud.kernel.environments.add('ASIAENVIRONMENT', () => {});
    cloud.kernel.environments.begin('ASIAENVIRONMENT', invoke);
  });

  test('happens in the course of the invoke that it works on', async () => {
    await cloud.handle(request('ListTables', {}, { key: 'ASIAENVIRONMENT' }));

    expect(onlyHop()).toMatchObject({ parent: 'the-invoke', trace: { traceId, parentId: 'aaaaaaaaaaaaaaaa' } });
  });

  test('keeps the span that its own header names', async () => {
    const header = { 'x-amzn-trace-id': `${rootOnly};Parent=bbbbbbbbbbbbbbbb` };

    await cloud.handle(request('ListTables', {}, { key: 'ASIAENVIRONMENT', ...header }));

    expect(onlyHop()).toMatchObject({ parent: 'the-invoke', trace: { parentId: 'bbbbbbbbbbbbbbbb' } });
  });

  test('stands by itself once the environment is gone', async () => {
    cloud.kernel.environments.remove('ASIAENVIRONMENT');

    await cloud.handle(request('ListTables', {}, { key: 'ASIAENVIRONMENT' }));

    expect(onlyHop()).toMatchObject({ parent: undefined, trace: { parentId: undefined } });
  });
});

describe('a call that fails', () => {
  test('what nobody foresaw is a bug of ours: told in the journal, 500 to the client', async () => {
    const operations = cloud.kernel.services.get('dynamodb')?.operations as Record<string, () => never>;
    const before = operations.ListTables;
    operations.ListTables = () => {
      throw new TypeError('a bug');
    };

    const { status } = await cloud.handle(request('ListTables', {}));
    if (before) operations.ListTables = before;

    expect(status).toBe(500);
    expect(onlyHop()).toMatchObject({ outcome: 'bug', code: 'TypeError' });
  });

  test('by a fault rule is answered in its words, and told as injected', async () => {
    cloud.faults.add('error dynamodb:ListTables code=Mine status=418');

    const { status } = await cloud.handle(request('ListTables', {}));

    expect(status).toBe(418);
    expect(onlyHop()).toMatchObject({ injected: true, fault: 'error', code: 'Mine' });
  });
});
