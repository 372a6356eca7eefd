import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Cloud, startCloud } from '../cloud.ts';
import { AwsError, ConnectionFailure, UnsupportedError } from '../kernel/errors.ts';
import type { HttpRequest } from '../kernel/http.ts';
import { rootCaller, serviceCaller } from '../kernel/identity.ts';

let cloud: Cloud;
beforeEach(async () => {
  cloud = await startCloud({ log: 'silent' });
});
afterEach(() => cloud.close());

const account = '000000000000';
const signedBy = (key: string, service: string, region = 'us-east-1'): string =>
  `AWS4-HMAC-SHA256 Credential=${key}/20260101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=00`;

/** `AmazonSQS.ListQueues` as an SDK sends it. */
const request = (target: string, input: object, headers: Readonly<Record<string, string>> = {}): HttpRequest => ({
  method: 'POST',
  path: '/',
  query: '',
  headers: {
    host: 'localhost:4566',
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-target': target,
    authorization: signedBy('test', target.startsWith('AmazonSQS') ? 'sqs' : 'dynamodb'),
    ...headers,
  },
  rawHeaders: [],
  body: Buffer.from(JSON.stringify(input)),
  remoteAddress: '127.0.0.1',
});

interface Told {
  readonly __type?: string;
  readonly QueueUrl?: string;
  readonly QueueUrls?: readonly string[];
}

/** What the client is told. */
async function ask(...given: Parameters<typeof request>): Promise<Told & { readonly status: number }> {
  const { status, body } = await cloud.handle(request(...given));
  return { status, ...(JSON.parse(String(body)) as Told) };
}

const call = <Output = unknown>(service: string, operation: string, input: object, options: object = {}) =>
  cloud.kernel.call<Output>(service, operation, input, { account, ...options });

const lastHop = () => cloud.journal.hops().at(-1);

async function createTable(): Promise<void> {
  await call('dynamodb', 'CreateTable', {
    TableName: 'orders',
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
  });
}
const put = (id: string, n = '1', options: object = {}) =>
  call('dynamodb', 'PutItem', { TableName: 'orders', Item: { id: { S: id }, n: { N: n } } }, options);
const numberOf = async (id: string): Promise<string | undefined> => {
  const { Item } = await call<{ Item?: { n: { N: string } } }>('dynamodb', 'GetItem', {
    TableName: 'orders',
    Key: { id: { S: id } },
  });
  return Item?.n.N;
};

describe('the keys of a request', () => {
  test('are anybody’s as long as nobody wants them verified', async () => {
    expect(await ask('AmazonSQS.ListQueues', {})).toMatchObject({ status: 200 });
  });

  test('must be known and rightly used where signatures are verified', async () => {
    Object.assign(cloud.kernel.settings, { verifySignatures: true });

    expect(await ask('AmazonSQS.ListQueues', {})).toMatchObject({
      status: 400,
      __type: expect.stringContaining('UnrecognizedClientException'),
    });
    expect(lastHop()).toMatchObject({ outcome: 'error', code: 'UnrecognizedClientException' });
  });

  test('that are unknown are answered with 403 by REST services', async () => {
    Object.assign(cloud.kernel.settings, { verifySignatures: true });
    const list = { method: 'GET', path: '/2015-03-31/functions/', body: Buffer.alloc(0) };

    const { status } = await cloud.handle({
      ...request('', {}),
      ...list,
      headers: { host: 'localhost', authorization: signedBy('test', 'lambda') },
    });

    expect(status).toBe(403);
  });

  test('that Squall issued must be rightly used in any case, until and after they are revoked', async () => {
    const { accessKeyId, sessionToken = '' } = cloud.kernel.identity.issue(rootCaller(account));
    const headers = { authorization: signedBy(accessKeyId, 'sqs'), 'x-amz-security-token': sessionToken };

    expect((await ask('AmazonSQS.ListQueues', {}, headers)).status).toBeGreaterThanOrEqual(400);
    cloud.kernel.identity.revoke(accessKeyId);
    expect(await ask('AmazonSQS.ListQueues', {}, headers)).toMatchObject({
      status: 400,
      __type: expect.stringContaining('UnrecognizedClientException'),
    });
  });

  test('that Squall issued and forgot are expired', async () => {
    const { sessionToken = '' } = cloud.kernel.identity.issue(rootCaller(account), cloud.kernel.clock.now() + 60_000);
    const headers = { authorization: signedBy('ASIAFORGOTTEN', 'sqs'), 'x-amz-security-token': sessionToken };

    expect(await ask('AmazonSQS.ListQueues', {}, headers)).toMatchObject({
      status: 400,
      __type: expect.stringContaining('ExpiredToken'),
    });
    expect(await ask('AmazonSQS.ListQueues', {}, { 'x-amz-security-token': 'of-somebody-else' })).toMatchObject({
      status: 200,
    });
  });

  test('say whose queues are meant, and their scope where', async () => {
    await ask('AmazonSQS.CreateQueue', { QueueName: 'mine' });

    const elsewhere = { authorization: signedBy('test', 'sqs', 'eu-west-1') };
    const another = { authorization: signedBy('111111111111', 'sqs') };
    expect((await ask('AmazonSQS.ListQueues', {})).QueueUrls).toHaveLength(1);
    expect((await ask('AmazonSQS.ListQueues', {}, elsewhere)).QueueUrls ?? []).toEqual([]);
    expect((await ask('AmazonSQS.ListQueues', {}, another)).QueueUrls ?? []).toEqual([]);
    expect(lastHop()).toMatchObject({ caller: { account: '111111111111' } });
  });
});

describe('the address by which a client reached Squall', () => {
  test.each([
    ['localhost:1234', 'http://localhost:1234'],
    ['squall:4566', 'http://squall:4566'],
  ])('%s is that of its queues', async (host, endpoint) => {
    const { QueueUrl } = await ask('AmazonSQS.CreateQueue', { QueueName: 'q' }, { host });

    expect(QueueUrl?.startsWith(`${endpoint}/`), QueueUrl).toBe(true);
  });

  test.each(['sqs.us-east-1.amazonaws.com', 'sqs.cn-north-1.amazonaws.com.cn', 'sqs.amazonaws.com:443', ''])(
    'is Squall’s own where it is one of AWS or none: “%s”',
    async (host) => {
      const { QueueUrl } = await ask('AmazonSQS.CreateQueue', { QueueName: 'q' }, { host });

      expect(QueueUrl?.startsWith(`${cloud.kernel.endpoint}/`), QueueUrl).toBe(true);
    },
  );
});

describe('a hop', () => {
  test('tells which try of which call it was', async () => {
    await ask('AmazonSQS.ListQueues', {}, { 'amz-sdk-request': 'attempt=2; max=3', 'amz-sdk-invocation-id': 'one' });
    expect(lastHop()).toMatchObject({ attempt: 2, invocation: 'one' });

    await ask('AmazonSQS.ListQueues', {}, { 'amz-sdk-request': 'ttl=x; max=3' });
    expect(lastHop()).toMatchObject({ attempt: 1, invocation: undefined });

    await ask('AmazonSQS.ListQueues', {});
    expect(lastHop()).toMatchObject({ attempt: 1 });
  });

  test('has a service, even where nobody knows for whom it was', async () => {
    await cloud.handle({ ...request('', {}), headers: { host: 'localhost' } });
    await ask('Nobody_20120810.Nothing', {});

    expect(cloud.journal.hops().map(({ service }) => service)).toEqual([expect.any(String), expect.any(String)]);
  });

  test('of a call inside has no bodies, and the caller that it was given, else Squall', async () => {
    await call('sqs', 'ListQueues', {});
    expect(lastHop()).toMatchObject({
      caller: { principal: 'squall', account },
      attempt: 1,
      requestBytes: 0,
      responseBytes: 0,
    });

    await call('sqs', 'ListQueues', {}, { caller: rootCaller('111111111111'), account: undefined });
    expect(lastHop()).toMatchObject({ caller: { account: '111111111111' } });
  });
});

describe('a client', () => {
  test('that asks for a service which is not there is told so', async () => {
    (cloud.kernel.services as Map<string, unknown>).delete('sqs');

    const { status, body } = await cloud.handle(request('AmazonSQS.ListQueues', {}));

    expect(status).toBe(501);
    expect(body).toContain('the service sqs (asked for ListQueues)');
    expect(lastHop()).toMatchObject({ service: 'sqs', operation: 'ListQueues', outcome: 'unsupported' });
  });

  test('that goes away ends its long poll', async () => {
    await ask('AmazonSQS.CreateQueue', { QueueName: 'q' });
    const client = new AbortController();
    const QueueUrl = `${cloud.kernel.endpoint}/${account}/q`;

    const polled = cloud.handle({
      ...request('AmazonSQS.ReceiveMessage', { QueueUrl, WaitTimeSeconds: 20 }),
      signal: client.signal,
    });
    await new Promise(setImmediate);
    client.abort();

    await expect(polled.then(({ status }) => status)).resolves.toBe(200);
  });
});

describe('a call inside', () => {
  test('to a service or an operation that Squall has not is refused by its name', async () => {
    await expect(call('braket', 'CreateJob', {})).rejects.toEqual(
      new UnsupportedError('the service braket (asked for CreateJob)'),
    );
    await expect(call('sqs', 'Fly', {})).rejects.toEqual(new UnsupportedError('sqs:Fly'));
    await expect(call('sqs', 'toString', {})).rejects.toBeInstanceOf(UnsupportedError);
  });

  test('is in the region it names, else in the default one', async () => {
    await call('sqs', 'CreateQueue', { QueueName: 'here' });
    await call('sqs', 'CreateQueue', { QueueName: 'there' }, { region: 'eu-west-1' });

    const urls = async (region?: string): Promise<readonly string[] | undefined> =>
      (await call<Told>('sqs', 'ListQueues', {}, { region })).QueueUrls;
    expect(await urls()).toEqual([expect.stringMatching(/\/here$/)]);
    expect(await urls(cloud.kernel.settings.defaultRegion)).toEqual([expect.stringMatching(/\/here$/)]);
    expect(await urls('eu-west-1')).toEqual([expect.stringMatching(/\/there$/)]);
  });

  test('without what the model of a service requires is refused, whatever the service itself checks', async () => {
    const refused = call('apigatewayv2', 'GetApi', {});

    await expect(refused).rejects.toBeInstanceOf(AwsError);
    await expect(refused).rejects.toThrow(/ApiId/i);
    await expect(call('apigatewayv2', 'GetApis', {})).resolves.toMatchObject({ Items: [] });
  });

  test('that breaks a constraint of its service is refused ahead of the operation', async () => {
    const refused = call('logs', 'CreateLogGroup', { logGroupName: 'no/space or percent %' });

    await expect(refused).rejects.toMatchObject({ code: 'InvalidParameterException' });
    await expect(refused).rejects.toThrow(/failed to satisfy constraint|validation error/i);
  });

  test('on behalf of a resource needs no permission where nothing has a policy', async () => {
    const onBehalf = {
      caller: serviceCaller('events.amazonaws.com', account),
      sourceArns: ['arn:aws:events:::rule/a'],
    };

    await expect(call('sqs', 'ListQueues', {}, onBehalf)).resolves.toBeDefined();
  });

  test('throws what the operation threw', async () => {
    await expect(call('dynamodb', 'DescribeTable', { TableName: 'none' })).rejects.toSatisfy(
      (error) => error instanceof AwsError && error.code === 'ResourceNotFoundException',
    );
  });

  test('whose connection dies is told so', async () => {
    cloud.faults.add('reset sqs:ListQueues');

    await expect(call('sqs', 'ListQueues', {})).rejects.toEqual(new ConnectionFailure('reset'));
  });
});

test('a call inside whose answer never comes is told nothing', async () => {
  cloud.faults.add('hang sqs:ListQueues');
  const told = call('sqs', 'ListQueues', {}).then(
    () => 'told',
    () => 'told',
  );
  await expect.poll(() => lastHop()?.fault).toBe('hang');

  expect(await Promise.race([told, new Promise(setImmediate).then(() => 'waits')])).toBe('waits');
});

describe('a delivery', () => {
  const delivered = async (operation: string, input: object): Promise<number> => {
    let done = 0;
    const delivery = {
      done: () => {
        done += 1;
        return true;
      },
    };
    await call('sqs', operation, input, { delivery }).catch(() => undefined);
    return done;
  };

  test('is done with the call that it makes, whatever that answers', async () => {
    expect(await delivered('ListQueues', {})).toBe(1);
    expect(await delivered('GetQueueUrl', { QueueName: 'none' })).toBe(1);
  });

  test('is not done where the call does not get as far as its operation', async () => {
    cloud.faults.add('error sqs:ListQueues');

    expect(await delivered('ListQueues', {})).toBe(0);
  });
});

describe('a fault', () => {
  beforeEach(createTable);

  test('lost: the write is there, and its caller hears of nothing', async () => {
    cloud.faults.add('lost dynamodb:PutItem times=1');

    await expect(put('a')).rejects.toBeInstanceOf(ConnectionFailure);
    expect(await numberOf('a')).toBe('1');
  });

  test('reset: nothing is written', async () => {
    cloud.faults.add('reset dynamodb:PutItem times=1');

    await expect(put('a')).rejects.toBeInstanceOf(ConnectionFailure);
    expect(await numberOf('a')).toBeUndefined();
  });

  test('duplicate: it happens twice, and the first answer counts', async () => {
    cloud.faults.add('duplicate dynamodb:UpdateItem times=1');

    const { Attributes } = await call<{ Attributes: { n: { N: string } } }>('dynamodb', 'UpdateItem', {
      TableName: 'orders',
      Key: { id: { S: 'a' } },
      UpdateExpression: 'ADD n :one',
      ExpressionAttributeValues: { ':one': { N: '1' } },
      ReturnValues: 'ALL_NEW',
    });

    expect(Attributes.n.N).toBe('1');
    expect(await numberOf('a')).toBe('2');
  });

  test('stale: a read sees what was there before the last write, and the next one the truth', async () => {
    // Previous versions are kept from the first fault rule on.
    cloud.faults.add('slow sqs:ListQueues delay=1ms');
    await put('a', '1');
    await put('a', '2');
    cloud.faults.add('stale dynamodb:GetItem times=1');

    expect(await numberOf('a')).toBe('1');
    expect(await numberOf('a')).toBe('2');
  });

  test('partial: a part of a batch is done, and the rest is told as undone', async () => {
    cloud.faults.add('partial dynamodb:BatchWriteItem times=1');
    const ids = ['a', 'b', 'c', 'd'];

    const { UnprocessedItems = {} } = await call<{ UnprocessedItems?: Record<string, unknown[]> }>(
      'dynamodb',
      'BatchWriteItem',
      { RequestItems: { orders: ids.map((id) => ({ PutRequest: { Item: { id: { S: id }, n: { N: '1' } } } })) } },
    );

    const { Count } = await call<{ Count: number }>('dynamodb', 'Scan', { TableName: 'orders' });
    expect(UnprocessedItems.orders?.length).toBeGreaterThan(0);
    expect(Count + (UnprocessedItems.orders?.length ?? 0)).toBe(ids.length);
  });

  test('partial: what is no batch happens as a whole', async () => {
    cloud.faults.add('partial dynamodb:*');

    await put('a');

    expect(await numberOf('a')).toBe('1');
  });
});
