import { DynamoDBClient, ListTablesCommand, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { CreateQueueCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { LocalstackContainer } from '@testcontainers/localstack';
import { defaultImage, SquallContainer, type StartedSquallContainer } from 'squall/testcontainers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { docker } from './docker.ts';

describe('SquallContainer', () => {
  let squall: StartedSquallContainer;

  beforeAll(async () => {
    squall = await new SquallContainer().withEnvironment({ SQUALL_CLOCK: 'virtual' }).start();
    await squall.deploy('stack/app.ts', { parameters: { PaymentsUrl: 'http://127.0.0.1:1' } });
  });
  afterAll(() => squall.stop());

  it('deploys a CDK app and tells the address of its API', async () => {
    const response = await fetch(`${squall.getApiUrl('Orders')}/health`);

    expect(await response.json()).toEqual({ status: 'ok' });
    expect(() => squall.getApiUrl('Nonesuch')).toThrow(
      expect.objectContaining({ hint: expect.stringContaining('Orders') }),
    );
  });

  it('keeps and restores the state of everything', async () => {
    const client = new DynamoDBClient(squall.clientConfig());
    const { TableNames = [] } = await client.send(new ListTablesCommand({}));
    const TableName = TableNames.find((name) => name.includes('Outbox')) ?? '';
    const count = async () => (await client.send(new ScanCommand({ TableName }))).Count;

    const before = await squall.snapshot();
    await client.send(new PutItemCommand({ TableName, Item: { eventId: { S: 'e' } } }));
    const during = await count();
    await squall.restore(before);

    expect([during, await count()]).toEqual([1, 0]);
    await expect(squall.restore('nonesuch')).rejects.toMatchObject({ code: 'UnknownSnapshot' });
  });

  it('lets calls fail at a word, and time pass', async () => {
    const client = new DynamoDBClient({ ...squall.clientConfig(), maxAttempts: 1 });
    const { id } = await squall.faults.add('throttle dynamodb:ListTables for=10s');

    await expect(client.send(new ListTablesCommand({}))).rejects.toThrow(
      expect.objectContaining({ name: 'ProvisionedThroughputExceededException' }),
    );
    expect(await squall.faults.list()).toMatchObject([{ id, hits: 1 }]);
    await squall.advance('10s');
    await client.send(new ListTablesCommand({}));
    await squall.faults.clear();

    expect(await squall.faults.list()).toEqual([]);
    await expect(squall.faults.add('nonsense')).rejects.toThrow(expect.objectContaining({ hint: expect.any(String) }));
  });

  it('names queues by the address under which it was asked', async () => {
    const client = new SQSClient(squall.clientConfig());
    const { QueueUrl = '' } = await client.send(new CreateQueueCommand({ QueueName: 'jobs' }));

    expect(QueueUrl).toBe(`${squall.getEndpoint()}/000000000000/jobs`);
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'one' }));
  });

  it('tells what it wrote', () => {
    expect(squall.recentLogs()).toContain('Ready.');
  });

  it('is found again where reuse is asked for', async () => {
    const first = await new SquallContainer().withReuse().start();
    try {
      const second = await new SquallContainer().withReuse().start();
      expect(second.getId()).toBe(first.getId());
    } finally {
      await first.stop();
    }
  });
});

describe('containers that do not start say why', () => {
  it('there is no such image', async () => {
    await expect(new SquallContainer('squall:nonesuch').start()).rejects.toMatchObject({
      code: 'ImageUnusable',
      message: expect.stringContaining('squall:nonesuch'),
      hint: expect.stringContaining('docker'),
    });
  });

  it('the image is older than the package', async () => {
    const id = await docker('create', defaultImage());
    const old = 'squall:test-of-another-version';
    const edit = 's/"version": "[^"]*"/"version": "0.0.1"/';
    try {
      await docker('commit', id, old);
      const builder = await docker(
        'run',
        '--detach',
        '--user',
        '0',
        '--entrypoint',
        'sed',
        old,
        '-i',
        edit,
        '/opt/squall/package.json',
      );
      await docker('wait', builder);
      await docker(
        'commit',
        '--change',
        'USER 1000',
        '--change',
        'ENTRYPOINT ["node","/opt/squall/dist/cli/main.js"]',
        '--change',
        'CMD ["up"]',
        builder,
        old,
      );
      await docker('rm', builder);

      await expect(new SquallContainer(old).start()).rejects.toMatchObject({
        code: 'ImageUnusable',
        message: expect.stringContaining('0.0.1'),
        hint: expect.stringContaining('docker build'),
      });
    } finally {
      await docker('rm', id);
      await docker('image', 'rm', '--force', old);
    }
  });

  it('the options are wrong, with what the container wrote', async () => {
    const failing = new SquallContainer().withEnvironment({ SQUALL_CLOCK: 'sundial' }).withStartupTimeout(5000).start();

    await expect(failing).rejects.toThrow(/sundial is not a choice/);
  });
});

describe('LocalstackContainer from npm', () => {
  it('starts the image unchanged', async () => {
    await using container = await new LocalstackContainer(defaultImage()).start();
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    const client = new DynamoDBClient({ endpoint: container.getConnectionUri(), region: 'us-east-1', credentials });

    expect((await client.send(new ListTablesCommand({}))).TableNames).toEqual([]);
  });
});
