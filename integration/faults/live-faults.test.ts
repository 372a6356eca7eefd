import {
  BatchWriteItemCommand,
  CreateTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { CreateSecretCommand, GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { CreateQueueCommand, SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { type Cloud, startCloud } from 'squall';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';

let cloud: Cloud;
let dynamodb: DynamoDBClient;

/** Over the socket, as other processes have it; `inProcess` skips it. */
const overHttp = () => ({
  endpoint: cloud.endpoint,
  region: 'us-east-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  maxAttempts: 3,
});

beforeAll(async () => {
  cloud = await startCloud({ seed: 1 });
  dynamodb = new DynamoDBClient(overHttp());
  await dynamodb.send(
    new CreateTableCommand({
      TableName: 'Orders',
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      BillingMode: 'PAY_PER_REQUEST',
    }),
  );
});
afterEach(() => cloud.faults.clear());
afterAll(() => cloud.close());

const put = (id: string, client = dynamodb) =>
  client.send(new PutItemCommand({ TableName: 'Orders', Item: { id: { S: id } } }));
const get = async (id: string) =>
  (await dynamodb.send(new GetItemCommand({ TableName: 'Orders', Key: { id: { S: id } } }))).Item;

describe('faults by hand', () => {
  test.each(['error', 'throttle', 'reset', 'lost'])(
    '%s once is masked by the SDK, and its retry is in the journal',
    async (kind) => {
      const before = cloud.journal.count;
      const rule = cloud.faults.add(`${kind} dynamodb:PutItem table=Orders times=1`);

      const { $metadata } = await put(`once-${kind}`);

      expect($metadata.attempts).toBe(2);
      expect(rule.hits).toBe(1);
      const hops = cloud.journal.hops(before).filter(({ operation }) => operation === 'PutItem');
      expect(hops.map(({ injected, attempt }) => [injected, attempt])).toEqual([
        [true, 1],
        [false, 2],
      ]);
    },
  );

  test('the same without a socket', async () => {
    cloud.faults.add('reset dynamodb:PutItem times=1');

    const { $metadata } = await put('in-process', new DynamoDBClient({ ...cloud.clientConfig(), maxAttempts: 3 }));

    expect($metadata.attempts).toBe(2);
  });

  test('lost is applied and error is not', async () => {
    cloud.faults.add('lost dynamodb:PutItem table=Orders nth=1 scope=call');
    await expect(put('lost')).rejects.toMatchObject({ code: 'ECONNRESET' });
    cloud.faults.clear();
    cloud.faults.add('error dynamodb:PutItem table=Orders');
    await expect(put('failed')).rejects.toMatchObject({
      name: 'InternalServerError',
      $metadata: { httpStatusCode: 500, attempts: 3 },
    });
    cloud.faults.clear();

    expect(await get('lost')).toEqual({ id: { S: 'lost' } });
    expect(await get('failed')).toBeUndefined();
  });

  test('hang lets go when the client does', async () => {
    const client = new DynamoDBClient({ ...overHttp(), maxAttempts: 1 });
    const gone = new AbortController();
    cloud.faults.add('hangAfter dynamodb:PutItem');

    const hanging = client.send(new PutItemCommand({ TableName: 'Orders', Item: { id: { S: 'hang' } } }), {
      abortSignal: gone.signal,
    });
    await expect.poll(() => cloud.journal.hops().at(-1)?.code).toBe('ConnectionFailure');
    gone.abort();

    await expect(hanging).rejects.toMatchObject({ name: 'AbortError' });
    expect(await get('hang')).toEqual({ id: { S: 'hang' } });
  });

  test('stale reads see what was there before the last write; consistent ones do not', async () => {
    cloud.faults.add('stale dynamodb:GetItem table=Orders times=1');
    await put('fresh');

    const stale = await get('fresh');

    expect(stale).toBeUndefined();
    expect(await get('fresh')).toEqual({ id: { S: 'fresh' } });
  });

  test('partial leaves the rest of a batch to be done', async () => {
    cloud.faults.add('partial dynamodb:BatchWriteItem times=1');
    const requests = ['a', 'b', 'c'].map((id) => ({ PutRequest: { Item: { id: { S: `batch-${id}` } } } }));

    const { UnprocessedItems } = await dynamodb.send(new BatchWriteItemCommand({ RequestItems: { Orders: requests } }));

    expect(UnprocessedItems).toEqual({ Orders: requests.slice(1) });
    expect(await get('batch-a')).toBeDefined();
    expect(await get('batch-c')).toBeUndefined();
  });

  test('partial on queues tells which entries failed', async () => {
    const sqs = new SQSClient(overHttp());
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'jobs' }));
    cloud.faults.add('partial sqs:SendMessageBatch queue=jobs times=1');

    const sent = await sqs.send(
      new SendMessageBatchCommand({ QueueUrl, Entries: ['a', 'b'].map((Id) => ({ Id, MessageBody: Id })) }),
    );

    expect(sent.Successful?.map(({ Id }) => Id)).toEqual(['a']);
    expect(sent.Failed).toEqual([expect.objectContaining({ Id: 'b', SenderFault: false, Code: 'InternalError' })]);
  });

  test('conflict cancels a transaction, which the SDK does not try again', async () => {
    cloud.faults.add('conflict dynamodb:TransactWriteItems');
    const write = new TransactWriteItemsCommand({
      TransactItems: [{ Put: { TableName: 'Orders', Item: { id: { S: 't' } } } }],
    });

    await expect(dynamodb.send(write)).rejects.toMatchObject({
      name: 'TransactionCanceledException',
      CancellationReasons: [{ Code: 'TransactionConflict' }],
      $metadata: { attempts: 1 },
    });
  });

  test('rotate moves the secret right before the call', async () => {
    const secrets = new SecretsManagerClient(overHttp());
    await secrets.send(new CreateSecretCommand({ Name: 'payments', SecretString: '{"apiKey":"sk_1"}' }));
    cloud.faults.add('rotate dynamodb:PutItem secret=payments times=1');

    await put('rotating');

    const { SecretString, VersionStages } = await secrets.send(new GetSecretValueCommand({ SecretId: 'payments' }));
    expect(JSON.parse(SecretString ?? '{}').apiKey).toMatch(/^sk_1-./);
    expect(VersionStages).toEqual(['AWSCURRENT']);
  });

  test('a window ends by the clock', async () => {
    cloud.faults.add('error dynamodb:PutItem for=10s');
    await cloud.clock.advance('10s');

    expect((await put('after')).$metadata.attempts).toBe(1);
  });

  test.each(['stale sqs:SendMessage', 'partial s3:*', 'stale'])('%s is refused: it would do nothing', (rule) => {
    expect(() => cloud.faults.add(rule)).toThrow(expect.objectContaining({ code: 'InvalidFault' }));
    expect(cloud.faults.list()).toEqual([]);
  });

  test('the admin API and the chaos API of LocalStack speak of the same rules', async () => {
    const ask = async (method: string, path: string, body?: unknown) => {
      const response = await fetch(cloud.endpoint + path, {
        method,
        headers: { 'x-squall': '1' },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      return (await response.json()) as Record<string, unknown>;
    };
    const chaos = {
      service: 'dynamodb',
      operation: 'PutItem',
      probability: 1,
      error: { statusCode: 400, code: 'ProvisionedThroughputExceededException' },
    };

    const added = await ask('POST', '/_squall/faults', { rule: 'throttle dynamodb:GetItem times=3' });
    expect(await ask('POST', '/_localstack/chaos/faults', [chaos])).toEqual([chaos]);

    await expect(put('chaos')).rejects.toMatchObject({ name: 'ProvisionedThroughputExceededException' });
    expect(await ask('DELETE', '/_localstack/chaos/faults', [chaos])).toEqual([]);
    expect(await ask('GET', '/_squall/faults')).toEqual({
      faults: [expect.objectContaining({ id: added.id, hits: 0 })],
    });
    expect(await ask('DELETE', '/_squall/faults?id=f0')).toMatchObject({ code: 'NotFound' });
    expect(await ask('POST', '/_squall/faults', { rule: 'throtle *' })).toMatchObject({ code: 'InvalidFault' });
    await put('no rule');
  });
});
