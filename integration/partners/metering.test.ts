import { APIGatewayClient, GetUsagePlansCommand, UpdateUsageCommand } from '@aws-sdk/client-api-gateway';
import type { Deployment } from 'squall/vitest';
import { describe, expect } from 'vitest';
import { ordersTest } from '../orders/orders-test.ts';
import { keyOf, partnersOf } from './partners-test.ts';

const { test } = await ordersTest({ cloud: { clock: 'virtual' }, needs: ['virtual time', 'this machine'] });

/** What the gateway says of its own failures, as RFC 9457 has it. */
const problem = (title: string, status: number) => ({
  type: 'about:blank',
  title,
  status,
  detail: expect.any(String),
  instance: expect.stringMatching(/^[0-9a-f-]{36}$/),
});

/** Leaves the partner so many requests until the day is over. */
async function leaveOfQuota({ clientConfig, outputs }: Deployment, remaining: number): Promise<void> {
  const apis = new APIGatewayClient(clientConfig());
  const { items = [] } = await apis.send(new GetUsagePlansCommand({ keyId: outputs.PartnerKeyId }));
  await apis.send(
    new UpdateUsageCommand({
      usagePlanId: items[0]?.id,
      keyId: outputs.PartnerKeyId,
      patchOperations: [{ op: 'replace', path: '/remaining', value: String(remaining) }],
    }),
  );
}

describe('a partner’s key', () => {
  test.for([
    ['is missing', {}],
    ['is nobody’s', { 'x-api-key': 'nobodys-key-of-twenty-characters' }],
  ] as const)('is asked for: 403 where it %s', async ([, headers], { deployment }) => {
    const response = await partnersOf(deployment).get('/catalog/tea').set(headers).expect(403);

    expect(response.headers['content-type']).toBe('application/problem+json');
    expect(response.body).toEqual(problem('The API key is missing or not valid', 403));
  });

  test('opens what is there, and a resource that is not there is 404 with one or without', async ({ deployment }) => {
    const api = partnersOf(deployment);

    for (const headers of [{ 'x-api-key': await keyOf(deployment) }, { 'x-other': '' }]) {
      const response = await api.get('/nowhere').set(headers).expect(404);
      expect(response.headers['content-type']).toBe('application/problem+json');
      expect(response.body).toEqual(problem('There is no such resource', 404));
    }
  });
});

describe('what a partner may ask', () => {
  test('ends with its quota, and begins again with the next day', async ({ deployment }) => {
    const key = { 'x-api-key': await keyOf(deployment) };
    await leaveOfQuota(deployment, 2);
    const statuses: number[] = [];
    for (let each = 0; each < 3; each += 1) {
      statuses.push((await partnersOf(deployment).get('/catalog/none').set(key)).status);
    }
    const last = await partnersOf(deployment).get('/catalog/none').set(key);
    await deployment.clock.advance('1d');

    expect(statuses).toEqual([404, 404, 429]);
    expect(last.headers['content-type']).toBe('application/problem+json');
    expect(last.body).toEqual(problem('The quota is used up', 429));
    await partnersOf(deployment).get('/catalog/none').set(key).expect(404);
  });

  test('is throttled behind a burst of 100, and flows again with time', async ({ deployment }) => {
    const key = { 'x-api-key': await keyOf(deployment) };
    const ask = () => partnersOf(deployment).get('/catalog/none').set(key);
    const responses = await Promise.all(Array.from({ length: 103 }, ask));
    const throttled = responses.filter(({ status }) => status === 429);
    await deployment.clock.advance('1s');

    expect(throttled).toHaveLength(3);
    expect(throttled[0]?.headers['content-type']).toBe('application/problem+json');
    expect(throttled[0]?.body).toEqual(problem('Too many requests', 429));
    expect((await ask()).status).toBe(404);
  });
});
