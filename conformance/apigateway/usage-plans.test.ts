import {
  APIGatewayClient,
  CreateApiKeyCommand,
  CreateUsagePlanCommand,
  CreateUsagePlanKeyCommand,
  DeleteUsagePlanCommand,
  DeleteUsagePlanKeyCommand,
  GetUsagePlanCommand,
  GetUsagePlanKeyCommand,
  GetUsagePlanKeysCommand,
  GetUsagePlansCommand,
  type PatchOperation,
  UpdateUsagePlanCommand,
} from '@aws-sdk/client-api-gateway';
import { beforeEach, describe, expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';
import { deployKeyedApi } from './keyed-api.ts';

const target = useCloud();
let client: APIGatewayClient;
beforeEach(() => {
  client = target.client(APIGatewayClient);
});

const update = (usagePlanId: string | undefined, ...patchOperations: PatchOperation[]) =>
  client.send(new UpdateUsagePlanCommand({ usagePlanId, patchOperations }));

describe('CreateUsagePlan', () => {
  test('answers what it was given, and no stages where there are none', async () => {
    const plan = await client.send(
      new CreateUsagePlanCommand({
        name: 'gold',
        description: 'much',
        throttle: { rateLimit: 1.5, burstLimit: 3 },
        quota: { limit: 10, period: 'DAY' },
      }),
    );

    expect(plan).toMatchObject({
      name: 'gold',
      description: 'much',
      apiStages: [],
      throttle: { rateLimit: 1.5, burstLimit: 3 },
      quota: { limit: 10, offset: 0, period: 'DAY' },
    });
    expect(await client.send(new GetUsagePlanCommand({ usagePlanId: plan.id }))).toMatchObject({ name: 'gold' });
  });

  test('refuses stages that are not there', async () => {
    const { id: apiId } = await deployKeyedApi(target);
    const create = (stage: object) =>
      client.send(new CreateUsagePlanCommand({ name: 'a', apiStages: [{ apiId, ...stage }] }));

    await expect(create({ stage: 'dev' })).rejects.toMatchObject({
      name: 'NotFoundException',
      message: `API Stage not found: ${apiId}:dev`,
    });
    await expect(create({})).rejects.toMatchObject({
      name: 'BadRequestException',
      message: 'Invalid API Stage {api: %s, stage: %s} specified for usageplan %s',
    });
  });

  test.each([
    [{ limit: 1, period: 'DAY', offset: 1 }],
    [{ limit: 1, period: 'WEEK', offset: 7 }],
    [{ limit: 1, period: 'MONTH', offset: 28 }],
    [{ limit: -1, period: 'DAY' }],
  ] as const)('refuses the quota %j', async (quota) => {
    await expect(client.send(new CreateUsagePlanCommand({ name: 'a', quota }))).rejects.toMatchObject({
      name: 'BadRequestException',
    });
  });
});

describe('UpdateUsagePlan', () => {
  test('adds and removes limits', async () => {
    const { id } = await client.send(new CreateUsagePlanCommand({ name: 'a' }));

    const limited = await update(
      id,
      { op: 'replace', path: '/name', value: 'b' },
      { op: 'add', path: '/throttle/rateLimit', value: '2.5' },
      { op: 'replace', path: '/throttle/burstLimit', value: '4' },
      { op: 'add', path: '/quota/limit', value: '100' },
      { op: 'add', path: '/quota/period', value: 'WEEK' },
      { op: 'add', path: '/quota/offset', value: '6' },
    );
    expect(limited).toMatchObject({
      name: 'b',
      throttle: { rateLimit: 2.5, burstLimit: 4 },
      quota: { limit: 100, period: 'WEEK', offset: 6 },
    });

    const free = await update(id, { op: 'remove', path: '/throttle' }, { op: 'remove', path: '/quota' });
    expect(free).not.toHaveProperty('throttle');
    expect(free).not.toHaveProperty('quota');
  });

  test('adds stages by name, with limits for methods, and removes them', async () => {
    const { id: apiId } = await deployKeyedApi(target);
    const { id } = await client.send(new CreateUsagePlanCommand({ name: 'a' }));
    const stage = `${apiId}:prod`;

    const added = await update(
      id,
      { op: 'add', path: '/apiStages', value: stage },
      { op: 'replace', path: `/apiStages/${stage}/throttle/~1pets/GET/rateLimit`, value: '1' },
      { op: 'replace', path: `/apiStages/${stage}/throttle//pets/{id}/PUT/burstLimit`, value: '2' },
      { op: 'replace', path: `/apiStages/${stage}/throttle//GET/burstLimit`, value: '3' },
    );
    expect(added.apiStages).toEqual([
      {
        apiId,
        stage: 'prod',
        throttle: {
          '/pets/GET': { rateLimit: 1, burstLimit: 0 },
          '/pets/{id}/PUT': { rateLimit: 0, burstLimit: 2 },
          '//GET': { rateLimit: 0, burstLimit: 3 },
        },
      },
    ]);
    const fewer = await update(id, { op: 'remove', path: `/apiStages/${stage}/throttle/~1pets/GET` });
    expect(Object.keys(fewer.apiStages?.[0]?.throttle ?? {})).toEqual(['/pets/{id}/PUT', '//GET']);

    const none = await update(id, { op: 'remove', path: '/apiStages', value: stage });
    expect(none.apiStages).toEqual([]);
  });

  test('complains as AWS does', async () => {
    const { id } = await client.send(new CreateUsagePlanCommand({ name: 'a' }));

    await expect(update(id, { op: 'remove', path: '/apiStages/a:b' })).rejects.toMatchObject({
      message:
        "Invalid patch path  '/apiStages/a:b' specified for op 'remove'. Must be one of: [/apiStages, /quota, /throttle, /productCode, /apiStages/<apidId:stageName>/throttle/<resourcePath>/<httpMethod>, /apiStages/<apidId:stageName>/throttle]",
    });
    await expect(update(id, { op: 'remove', path: '/apiStages', value: 'a:b' })).rejects.toMatchObject({
      name: 'BadRequestException',
      message: 'Invalid API Stage specified',
    });
    await expect(update(id, { op: 'add', path: '/apiStages', value: 'a:b' })).rejects.toMatchObject({
      name: 'NotFoundException',
      message: 'API Stage not found: a:b',
    });
    await expect(update('nope')).rejects.toMatchObject({ message: 'Invalid Usage Plan ID specified' });
  });
});

test('a plan that has stages is not deleted', async () => {
  const { id: apiId } = await deployKeyedApi(target);
  const { id: usagePlanId } = await client.send(
    new CreateUsagePlanCommand({ name: 'a', apiStages: [{ apiId, stage: 'prod' }] }),
  );

  await expect(client.send(new DeleteUsagePlanCommand({ usagePlanId }))).rejects.toMatchObject({
    name: 'BadRequestException',
    message: `Cannot delete Usage Plan ${usagePlanId} because there are API Stages associated with it, including ${apiId}:prod`,
  });
  await update(usagePlanId, { op: 'remove', path: '/apiStages', value: `${apiId}:prod` });
  await client.send(new DeleteUsagePlanCommand({ usagePlanId }));
  expect((await client.send(new GetUsagePlansCommand({}))).items).toEqual([]);
});

test('keys are put into plans and taken out', async () => {
  const { id: keyId, value } = await client.send(new CreateApiKeyCommand({ name: 'partner' }));
  const { id: usagePlanId } = await client.send(new CreateUsagePlanCommand({ name: 'a' }));
  await client.send(new CreateUsagePlanCommand({ name: 'other' }));

  const made = await client.send(new CreateUsagePlanKeyCommand({ usagePlanId, keyId, keyType: 'API_KEY' }));

  expect(made).toMatchObject({ id: keyId, type: 'API_KEY', name: 'partner', value });
  expect(await client.send(new GetUsagePlanKeyCommand({ usagePlanId, keyId }))).toMatchObject({ id: keyId });
  expect((await client.send(new GetUsagePlanKeysCommand({ usagePlanId, nameQuery: 'par' }))).items).toHaveLength(1);
  expect((await client.send(new GetUsagePlanKeysCommand({ usagePlanId, nameQuery: 'x' }))).items).toEqual([]);
  expect((await client.send(new GetUsagePlansCommand({ keyId }))).items?.map(({ id }) => id)).toEqual([usagePlanId]);
  await expect(
    client.send(new CreateUsagePlanKeyCommand({ usagePlanId, keyId, keyType: 'API_KEY' })),
  ).rejects.toMatchObject({ name: 'ConflictException' });

  await client.send(new DeleteUsagePlanKeyCommand({ usagePlanId, keyId }));
  await expect(client.send(new GetUsagePlanKeyCommand({ usagePlanId, keyId }))).rejects.toMatchObject({
    name: 'NotFoundException',
  });
  await expect(
    client.send(new CreateUsagePlanKeyCommand({ usagePlanId, keyId: 'nope', keyType: 'API_KEY' })),
  ).rejects.toMatchObject({ name: 'NotFoundException', message: 'Invalid API Key identifier specified' });
});
