import { CloudWatchClient, ListMetricsCommand, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud({ clock: 'virtual' });
const put = (MetricName: string) =>
  target
    .client(CloudWatchClient)
    .send(new PutMetricDataCommand({ Namespace: 'N', MetricData: [{ MetricName, Value: 1 }] }));
const list = async (RecentlyActive?: 'PT3H') =>
  (await target.client(CloudWatchClient).send(new ListMetricsCommand({ Namespace: 'N', RecentlyActive }))).Metrics?.map(
    ({ MetricName }) => MetricName,
  );

it('ListMetrics › tells what reported in the last three hours, if asked so', async () => {
  await put('old');
  await target.cloud.clock.advance('4h');
  await put('new');

  expect(await list()).toEqual(['new', 'old']);
  expect(await list('PT3H')).toEqual(['new']);
});

it('ListMetrics › forgets what has not reported for two weeks', async () => {
  await put('old');
  await target.cloud.clock.advance('15d');

  expect(await list()).toEqual([]);
});

it('ListMetrics › knows no other span', async () => {
  await expect(list('PT1H' as 'PT3H')).rejects.toThrow(
    /'recentlyActive' failed to satisfy constraint: Member must satisfy enum value set: \[PT3H\]/,
  );
});
