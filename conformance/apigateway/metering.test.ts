import {
  APIGatewayClient,
  CreateApiKeyCommand,
  type CreateApiKeyRequest,
  CreateUsagePlanCommand,
  CreateUsagePlanKeyCommand,
  type CreateUsagePlanRequest,
  GetUsageCommand,
  UpdateApiKeyCommand,
  UpdateUsageCommand,
} from '@aws-sdk/client-api-gateway';
import { beforeEach, describe, expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';
import { deployKeyedApi } from './keyed-api.ts';

const target = useCloud({ clock: 'virtual' });
let client: APIGatewayClient;
beforeEach(() => {
  client = target.client(APIGatewayClient);
});

const dayMs = 24 * 60 * 60 * 1000;

const dayOf = (timeMs: number): string => new Date(timeMs).toISOString().slice(0, 10);
const daysFrom = (day: string, count: number): string => dayOf(Date.parse(day) + count * dayMs);

/** Waits until noon of the next day of that kind, in UTC, and tells the day: time goes on from test to test. */
async function noonOfNext(isWanted: (date: Date) => boolean = () => true): Promise<string> {
  const { clock } = target.cloud;
  let noonMs = Date.parse(dayOf(clock.now())) + 1.5 * dayMs;
  while (!isWanted(new Date(noonMs))) noonMs += dayMs;
  await clock.advance(noonMs - clock.now());
  return dayOf(noonMs);
}

/** A key in a plan of a stage, and requests with it. */
async function metered(plan: Partial<CreateUsagePlanRequest> = {}, key: Partial<CreateApiKeyRequest> = {}) {
  const { id: apiId, url } = await deployKeyedApi(target);
  const { id: keyId = '', value = '' } = await client.send(
    new CreateApiKeyCommand({ name: 'a', enabled: true, ...key }),
  );
  const { id: usagePlanId = '' } = await client.send(
    new CreateUsagePlanCommand({ name: 'a', ...plan, apiStages: [{ apiId, stage: 'prod' }] }),
  );
  await client.send(new CreateUsagePlanKeyCommand({ usagePlanId, keyId, keyType: 'API_KEY' }));
  const get = () => fetch(url, { headers: { 'x-api-key': value } });
  const statuses = async (count: number) => {
    const all: number[] = [];
    for (let n = 0; n < count; n += 1) all.push((await get()).status);
    return all;
  };
  const usage = async (startDate: string, endDate = startDate) => {
    const { items } = await client.send(new GetUsageCommand({ usagePlanId, keyId, startDate, endDate }));
    return items?.[keyId];
  };
  return { url, keyId, value, usagePlanId, get, statuses, usage };
}

async function expectForbidden(response: Response): Promise<void> {
  expect(response.status).toBe(403);
  expect(response.headers.get('x-amzn-errortype')).toBe('ForbiddenException');
  expect(await response.text()).toBe('{"message":"Forbidden"}');
}

describe('a method that wants an API key', () => {
  test('shows the key to the function', async () => {
    const { get, value, keyId } = await metered();

    const response = await get();

    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      requestContext: { identity: { apiKey: value, apiKeyId: keyId } },
    });
  });

  test('refuses requests without one, and with one that nobody made', async () => {
    const { url } = await metered();

    await expectForbidden(await fetch(url));
    await expectForbidden(await fetch(url, { headers: { 'x-api-key': 'abcdefghij0123456789' } }));
  });

  test('refuses a key that is disabled, and lets it in when it is enabled', async () => {
    const { get, keyId } = await metered({}, { enabled: false });

    await expectForbidden(await get());
    const patchOperations = [{ op: 'replace' as const, path: '/enabled', value: 'true' }];
    await client.send(new UpdateApiKeyCommand({ apiKey: keyId, patchOperations }));
    expect((await get()).status).toBe(200);
  });

  test('refuses a key that is in no plan of the stage', async () => {
    const { url } = await metered();
    const { value = '' } = await client.send(new CreateApiKeyCommand({ enabled: true }));

    await expectForbidden(await fetch(url, { headers: { 'x-api-key': value } }));
  });
});

describe('a usage plan', () => {
  test('throttles by its rate and burst', async () => {
    const { get, statuses } = await metered({ throttle: { burstLimit: 2, rateLimit: 1 } });

    expect(await statuses(2)).toEqual([200, 200]);
    const refused = await get();
    expect(refused.status).toBe(429);
    expect(refused.headers.get('x-amzn-errortype')).toBe('TooManyRequestsException');
    expect(await refused.text()).toBe('{"message":"Too Many Requests"}');
    await target.cloud.clock.advance(1000);
    expect(await statuses(2)).toEqual([200, 429]);
  });

  test('has a quota that begins anew with the day', async () => {
    const today = await noonOfNext();
    const { get, statuses, usage } = await metered({ quota: { limit: 2, period: 'DAY' } });

    expect(await statuses(2)).toEqual([200, 200]);
    const refused = await get();
    expect(refused.status).toBe(429);
    expect(refused.headers.get('x-amzn-errortype')).toBe('LimitExceededException');
    expect(await refused.text()).toBe('{"message":"Limit Exceeded"}');
    await target.cloud.clock.advance(dayMs / 2);
    expect(await statuses(1)).toEqual([200]);
    expect(await usage(daysFrom(today, -1), daysFrom(today, 1))).toEqual([
      [0, 2],
      [2, 0],
      [1, 1],
    ]);
  });

  test('counts a week from the day that its offset says', async () => {
    // On a Friday the week ends that begins on a Saturday.
    const friday = await noonOfNext((date) => date.getUTCDay() === 5);
    const { statuses, usage } = await metered({ quota: { limit: 1, period: 'WEEK', offset: 6 } });

    expect(await statuses(2)).toEqual([200, 429]);
    await target.cloud.clock.advance(dayMs);
    expect(await statuses(2)).toEqual([200, 429]);
    await target.cloud.clock.advance(6 * dayMs);
    expect(await statuses(1)).toEqual([429]);
    await target.cloud.clock.advance(dayMs);
    expect(await statuses(1)).toEqual([200]);
    expect(await usage(friday, daysFrom(friday, 1))).toEqual([
      [1, 0],
      [1, 0],
    ]);
  });

  test('counts a month likewise', async () => {
    // Of a month that has 31 days: five days later it is the second of the next one.
    await noonOfNext((date) => date.getUTCDate() === 28 && new Date(date.getTime() + 3 * dayMs).getUTCDate() === 31);
    const { statuses } = await metered({ quota: { limit: 1, period: 'MONTH', offset: 1 } });

    expect(await statuses(2)).toEqual([200, 429]);
    await target.cloud.clock.advance(4 * dayMs);
    expect(await statuses(1)).toEqual([429]);
    await target.cloud.clock.advance(dayMs);
    expect(await statuses(1)).toEqual([200]);
  });

  test('is extended for a key by UpdateUsage, until its period ends', async () => {
    const today = await noonOfNext();
    const { statuses, keyId, usagePlanId } = await metered({ quota: { limit: 1, period: 'DAY' } });
    expect(await statuses(2)).toEqual([200, 429]);

    const extended = await client.send(
      new UpdateUsageCommand({
        usagePlanId,
        keyId,
        patchOperations: [{ op: 'replace', path: '/remaining', value: '2' }],
      }),
    );

    expect(extended).toMatchObject({
      usagePlanId,
      startDate: today,
      endDate: today,
      items: { [keyId]: [[1, 2]] },
    });
    expect(await statuses(3)).toEqual([200, 200, 429]);
    await target.cloud.clock.advance(dayMs);
    expect(await statuses(2)).toEqual([200, 429]);
  });
});

test('GetUsage refuses unknown keys and dates that are none', async () => {
  const { usagePlanId, usage } = await metered();

  const unknown = new GetUsageCommand({ usagePlanId, keyId: 'nope', startDate: '2026-11-27', endDate: '2026-11-27' });
  await expect(client.send(unknown)).rejects.toMatchObject({
    name: 'NotFoundException',
    message: 'Invalid Key identifier specified',
  });
  await expect(usage('yesterday')).rejects.toMatchObject({ name: 'BadRequestException' });
  await expect(usage('2026-11-28', '2026-11-27')).rejects.toMatchObject({ name: 'BadRequestException' });
});
