import type { MetricFilter, SubscriptionFilter } from '@aws-sdk/client-cloudwatch-logs';
import type { ResourceCalls, ResourceReading } from '../../../service-kit/contract.ts';
import { allOf, capitalized, pick, present, ResourceGone } from '../../../service-kit/resource-reading.ts';

const token = ['nextToken', 'nextToken'] as const;

const metricFilters = (calls: ResourceCalls, input: object) =>
  allOf<MetricFilter>(calls, 'logs', 'DescribeMetricFilters', { input, items: 'metricFilters', token });

const subscriptionFilters = (calls: ResourceCalls, logGroupName: unknown) => {
  const paging = { input: { logGroupName }, items: 'subscriptionFilters', token } as const;
  return allOf<SubscriptionFilter>(calls, 'logs', 'DescribeSubscriptionFilters', paging);
};

/** What a metric filter is. */
export const metricFilterReading: ResourceReading = {
  identifiers: ['LogGroupName', 'FilterName'],
  properties: ['FilterName', 'FilterPattern', 'LogGroupName', 'MetricTransformations'],
  async read({ LogGroupName: logGroupName = '', FilterName = '' }, calls) {
    const all = await metricFilters(calls, { logGroupName, filterNamePrefix: FilterName });
    const found = all.find(({ filterName }) => filterName === FilterName);
    if (!found) throw new ResourceGone('The specified metric filter does not exist.');
    return present({
      FilterName,
      FilterPattern: found.filterPattern,
      LogGroupName: logGroupName,
      MetricTransformations: found.metricTransformations?.map(({ dimensions, ...rest }) =>
        present({
          ...capitalized(rest),
          Dimensions: Object.entries(dimensions ?? {}).map(([Key, Value]) => ({ Key, Value })),
        }),
      ),
    });
  },
  async list(calls) {
    const all = await metricFilters(calls, {});
    return all.map(({ logGroupName = '', filterName = '' }) => ({
      LogGroupName: logGroupName,
      FilterName: filterName,
    }));
  },
  physicalId: ({ FilterName = '' }) => FilterName,
};

/** What a subscription filter is. */
export const subscriptionFilterReading: ResourceReading = {
  identifiers: ['FilterName', 'LogGroupName'],
  properties: ['DestinationArn', 'Distribution', 'FilterName', 'FilterPattern', 'LogGroupName', 'RoleArn'],
  async read({ FilterName = '', LogGroupName = '' }, calls) {
    const all = await subscriptionFilters(calls, LogGroupName);
    const found = all.find(({ filterName }) => filterName === FilterName);
    if (!found) throw new ResourceGone('The specified subscription filter does not exist.');
    const settings = pick(found, ['destinationArn', 'distribution', 'filterPattern', 'roleArn']);
    return present({ ...capitalized(settings), FilterName, LogGroupName });
  },
  async list(calls, { LogGroupName }) {
    const all = await subscriptionFilters(calls, LogGroupName);
    return all.map(({ filterName = '' }) => ({ FilterName: filterName, LogGroupName: String(LogGroupName) }));
  },
  physicalId: ({ FilterName = '' }) => FilterName,
};
