import { APIGatewayClient, GetRestApisCommand, GetStageCommand } from '@aws-sdk/client-api-gateway';
import { CloudWatchClient, DescribeAlarmsCommand, GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  FilterLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import type { Deployment } from 'squall/vitest';
import { describe, expect } from 'vitest';
import * as inject from '../orders/inject-faults.ts';
import { ordersTest } from '../orders/orders-test.ts';
import { keyOf, partnersOf, putProduct } from './partners-test.ts';

const { test } = await ordersTest({
  cloud: { clock: 'virtual', seed: 7 },
  needs: ['virtual time', 'faults', 'this machine'],
});

const ask = async (deployment: Deployment, sku: string, headers: Record<string, string> = {}) =>
  partnersOf(deployment)
    .get(`/catalog/${sku}`)
    .set({ 'x-api-key': await keyOf(deployment), ...headers });

/** Asks until a release has answered: each has a cache of its own. */
async function askStable(deployment: Deployment, sku: string, headers: Record<string, string> = {}) {
  for (;;) {
    const response = await ask(deployment, sku, headers);
    if (response.headers['x-release'] === 'stable') return response;
  }
}

describe('GET /catalog/{sku}', () => {
  test('is the product as the table has it', async ({ deployment }) => {
    await putProduct(deployment, 'tea 1', 4.5);

    const response = await ask(deployment, 'tea%201');

    expect(response.status).toBe(200);
    expect(response.body).toEqual({ sku: 'tea 1', name: 'Tea "Assam"', price: 4.5, currency: 'EUR' });
  });

  test('comes from the cache for five minutes, whatever became of the product', async ({ deployment }) => {
    await putProduct(deployment, 'tea', 4);
    const first = await askStable(deployment, 'tea');
    await putProduct(deployment, 'tea', 5);
    const second = await askStable(deployment, 'tea');
    await deployment.clock.advance('5m');
    const third = await askStable(deployment, 'tea');

    expect([first, second, third].map(({ body }) => body.price)).toEqual([4, 4, 5]);
  });

  test('is not made anew for a client that asks for it without a signature', async ({ deployment }) => {
    await putProduct(deployment, 'tea', 4);
    await askStable(deployment, 'tea');
    await putProduct(deployment, 'tea', 5);

    const response = await askStable(deployment, 'tea', { 'cache-control': 'max-age=0' });

    expect(response.body.price).toBe(4);
    expect(response.headers.warning).toMatch(/^199 /);
  });

  test('is 404 where there is no such product', async ({ deployment }) => {
    const response = await ask(deployment, 'none');

    expect(response.status).toBe(404);
    expect(response.headers['content-type']).toBe('application/problem+json');
    expect(response.body).toEqual({ type: 'about:blank', title: 'There is no such product', status: 404 });
  });

  test('is 503 while the table does not answer', async ({ deployment }) => {
    await inject.outage(deployment, 'GetItem');

    const response = await ask(deployment, 'tea');

    expect([response.status, response.body.title]).toEqual([503, 'The catalog does not answer']);
    expect(response.headers['content-type']).toBe('application/problem+json');
  });

  test('is answered by the canary for a tenth of the requests', async ({ deployment }) => {
    await putProduct(deployment, 'tea', 4);
    const count = { stable: 0, canary: 0 };
    for (let each = 0; each < 90; each += 1) {
      const release = (await ask(deployment, 'tea')).headers['x-release'];
      count[release as keyof typeof count] += 1;
    }

    expect(count.stable + count.canary).toBe(90);
    expect(count.canary).toBeGreaterThan(1);
    expect(count.canary).toBeLessThan(27);
  });
});

describe('the stage for partners', () => {
  /** The API's id. */
  const idOf = async ({ clientConfig }: Deployment): Promise<string> => {
    const { items = [] } = await new APIGatewayClient(clientConfig()).send(new GetRestApisCommand({}));
    return items[0]?.id ?? '';
  };

  test('writes who asked for what, and what failed', async ({ deployment }) => {
    const logs = new CloudWatchLogsClient(deployment.clientConfig());
    await inject.outage(deployment, 'GetItem');
    await ask(deployment, 'tea');
    await inject.clear(deployment);
    await partnersOf(deployment).get('/catalog/tea').expect(403);
    await deployment.clock.advance('10s');

    const { logGroups = [] } = await logs.send(new DescribeLogGroupsCommand({}));
    const logGroupName = logGroups.find((group) => group.logGroupName?.includes('PartnersAccessLogs'))?.logGroupName;
    const { events = [] } = await logs.send(new FilterLogEventsCommand({ logGroupName }));
    expect(events.map(({ message = '' }) => JSON.parse(message))).toMatchObject([
      { method: 'GET', resource: '/catalog/{sku}', status: '503', key: deployment.outputs.PartnerKeyId },
      { method: 'GET', resource: '/catalog/{sku}', status: '403', error: 'Forbidden' },
    ]);
    const executions = `API-Gateway-Execution-Logs_${await idOf(deployment)}/v1`;
    expect(logGroups.map((group) => group.logGroupName)).toContain(executions);
  });

  test('raises the alarm when it fails for minutes', async ({ deployment }) => {
    const watch = new CloudWatchClient(deployment.clientConfig());
    await inject.outage(deployment, 'GetItem');
    for (let minutes = 0; minutes < 4; minutes += 1) {
      await ask(deployment, `tea-${minutes}`);
      await deployment.clock.advance('1m');
    }

    const { MetricAlarms = [] } = await watch.send(new DescribeAlarmsCommand({ StateValue: 'ALARM' }));
    expect(MetricAlarms.map(({ AlarmName }) => AlarmName)).toEqual([expect.stringContaining('PartnersServerErrors')]);
  });

  test('counts what its cache answered', async ({ deployment }) => {
    await putProduct(deployment, 'tea', 4);
    for (let each = 0; each < 3; each += 1) await askStable(deployment, 'tea');
    await deployment.clock.advance('1m');

    const watch = new CloudWatchClient(deployment.clientConfig());
    const apis = new APIGatewayClient(deployment.clientConfig());
    const { methodSettings = {} } = await apis.send(
      new GetStageCommand({ restApiId: await idOf(deployment), stageName: 'v1' }),
    );
    const dayMs = 86_400_000;
    const { Datapoints = [] } = await watch.send(
      new GetMetricStatisticsCommand({
        Namespace: 'AWS/ApiGateway',
        MetricName: 'CacheHitCount',
        Dimensions: [
          { Name: 'ApiName', Value: 'Rest' },
          { Name: 'Stage', Value: 'v1' },
        ],
        StartTime: new Date(Date.now() - dayMs),
        EndTime: new Date(Date.now() + dayMs),
        Period: 3600,
        Statistics: ['Sum'],
      }),
    );
    expect(methodSettings['~1catalog~1{sku}/GET']).toMatchObject({ cachingEnabled: true, cacheTtlInSeconds: 300 });
    expect(Datapoints.reduce((sum, { Sum = 0 }) => sum + Sum, 0)).toBe(2);
  });
});
