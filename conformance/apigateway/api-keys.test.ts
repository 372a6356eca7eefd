import {
  APIGatewayClient,
  CreateApiKeyCommand,
  CreateUsagePlanCommand,
  DeleteApiKeyCommand,
  GetApiKeyCommand,
  GetApiKeysCommand,
  GetUsagePlanKeysCommand,
  ImportApiKeysCommand,
  UpdateApiKeyCommand,
} from '@aws-sdk/client-api-gateway';
import { beforeEach, describe, expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud();
let client: APIGatewayClient;
beforeEach(() => {
  client = target.client(APIGatewayClient);
});

const value = 'abcdefghij0123456789';

describe('CreateApiKey', () => {
  test('makes a disabled key with a value of its own', async () => {
    const key = await client.send(new CreateApiKeyCommand({ name: 'partner' }));

    expect(key).toMatchObject({ name: 'partner', enabled: false, stageKeys: [] });
    expect(key.id).toMatch(/^[a-z0-9]{10}$/);
    expect(key.value).toMatch(/^[A-Za-z0-9]{40}$/);
    expect(key.createdDate).toEqual(key.lastUpdatedDate);
    expect(key).not.toHaveProperty('description');
  });

  test('takes a value, which is the id where nobody wants a distinct one', async () => {
    const distinct = await client.send(new CreateApiKeyCommand({ value, generateDistinctId: true, enabled: true }));
    const same = await client.send(new CreateApiKeyCommand({ value: `${value}-b`, generateDistinctId: false }));

    expect(distinct).toMatchObject({ value, enabled: true });
    expect(distinct.id).not.toBe(value);
    expect(same.id).toBe(`${value}-b`);
  });

  test.each([
    ['short', 'API Key value should be at least 20 characters'],
    ['a'.repeat(129), 'API Key value exceeds maximum size of 128 characters'],
  ])('refuses a value of the wrong length: %.10s', async (wrong, message) => {
    await expect(client.send(new CreateApiKeyCommand({ value: wrong }))).rejects.toMatchObject({
      name: 'BadRequestException',
      message,
    });
  });

  test('refuses a value that another key has', async () => {
    await client.send(new CreateApiKeyCommand({ value }));

    await expect(client.send(new CreateApiKeyCommand({ value }))).rejects.toMatchObject({
      name: 'ConflictException',
      message: 'API Key already exists',
      $metadata: { httpStatusCode: 409 },
    });
  });
});

test('values are told to those alone who ask for them', async () => {
  const { id: apiKey } = await client.send(new CreateApiKeyCommand({ name: 'a', value }));

  expect(await client.send(new GetApiKeyCommand({ apiKey }))).not.toHaveProperty('value');
  expect(await client.send(new GetApiKeyCommand({ apiKey, includeValue: true }))).toMatchObject({ value });
  expect((await client.send(new GetApiKeysCommand({}))).items?.[0]).not.toHaveProperty('value');
  expect((await client.send(new GetApiKeysCommand({ includeValues: true }))).items?.[0]).toMatchObject({ value });
});

test('GetApiKeys finds by the beginning of the name and by customer, and pages', async () => {
  for (const name of ['alpha', 'alpine', 'beta']) {
    await client.send(new CreateApiKeyCommand({ name, customerId: name === 'beta' ? 'c1' : 'c2' }));
  }
  const names = async (input: object) => {
    const { items = [] } = await client.send(new GetApiKeysCommand(input));
    return items.map(({ name }) => name).sort();
  };

  expect(await names({ nameQuery: 'alp' })).toEqual(['alpha', 'alpine']);
  expect(await names({ customerId: 'c1' })).toEqual(['beta']);
  const first = await client.send(new GetApiKeysCommand({ limit: 2 }));
  const second = await client.send(new GetApiKeysCommand({ limit: 2, position: first.position }));
  expect([first.items?.length, second.items?.length, second.position]).toEqual([2, 1, undefined]);
});

test('UpdateApiKey changes name, description and whether the key is enabled', async () => {
  const { id: apiKey } = await client.send(new CreateApiKeyCommand({ name: 'a' }));

  const updated = await client.send(
    new UpdateApiKeyCommand({
      apiKey,
      patchOperations: [
        { op: 'replace', path: '/name', value: 'b' },
        { op: 'replace', path: '/description', value: 'for b' },
        { op: 'replace', path: '/enabled', value: 'true' },
      ],
    }),
  );

  expect(updated).toMatchObject({ name: 'b', description: 'for b', enabled: true });
  await expect(
    client.send(new UpdateApiKeyCommand({ apiKey, patchOperations: [{ op: 'replace', path: '/value', value: 'x' }] })),
  ).rejects.toMatchObject({
    name: 'BadRequestException',
    message:
      "Invalid patch path  '/value' specified for op 'replace'. Must be one of: [/name, /description, /enabled, /customerId]",
  });
});

test('DeleteApiKey forgets the key', async () => {
  const { id: apiKey } = await client.send(new CreateApiKeyCommand({ name: 'a' }));

  await client.send(new DeleteApiKeyCommand({ apiKey }));

  const notFound = { name: 'NotFoundException', message: 'Invalid API Key identifier specified' };
  await expect(client.send(new GetApiKeyCommand({ apiKey }))).rejects.toMatchObject(notFound);
  await expect(client.send(new DeleteApiKeyCommand({ apiKey }))).rejects.toMatchObject(notFound);
});

describe('ImportApiKeys', () => {
  const load = (body: string, failOnWarnings = false) =>
    client.send(new ImportApiKeysCommand({ body: Buffer.from(body), format: 'csv', failOnWarnings }));

  test('makes the keys of a file and puts them into plans', async () => {
    const { id: one = '' } = await client.send(new CreateUsagePlanCommand({ name: 'one' }));
    const { id: two = '' } = await client.send(new CreateUsagePlanCommand({ name: 'two' }));

    const { ids = [], warnings } = await load(
      `Enabled,NAME,key,UsageplanIds,extra\nfalse,"first, of all",${value}1,"${one},${two}",x\n,second,${value}2,,\n`,
    );

    expect(warnings).toEqual([]);
    expect(ids).toHaveLength(2);
    const { items } = await client.send(new GetApiKeysCommand({ includeValues: true }));
    expect(items).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ name: 'first, of all', value: `${value}1`, enabled: false }),
        expect.objectContaining({ name: 'second', value: `${value}2`, enabled: true }),
      ]),
    );
    const { items: keys } = await client.send(new GetUsagePlanKeysCommand({ usagePlanId: two }));
    expect(keys?.map(({ id }) => id)).toEqual([ids[0]]);
  });

  test('overwrites a key of the same value', async () => {
    const { id } = await client.send(new CreateApiKeyCommand({ name: 'old', value }));

    expect((await load(`name,key\nnew,${value}`)).ids).toEqual([id]);
    expect(await client.send(new GetApiKeyCommand({ apiKey: id }))).toMatchObject({ name: 'new', enabled: true });
  });

  test('warns of lines that are wrong, or makes nothing', async () => {
    const file = `name,key\na,${value}\nb,short`;

    const failed = load(file, true);
    await expect(failed).rejects.toMatchObject({ name: 'BadRequestException' });
    expect((await client.send(new GetApiKeysCommand({}))).items).toEqual([]);

    const { ids, warnings } = await load(file);
    expect(ids).toHaveLength(1);
    expect(warnings).toEqual([expect.stringContaining('API Key value should be at least 20 characters')]);
  });
});
