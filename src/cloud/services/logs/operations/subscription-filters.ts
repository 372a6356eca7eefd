import type * as Logs from '@aws-sdk/client-cloudwatch-logs';
import { UnsupportedError } from '../../../kernel/errors.ts';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { limitExceeded, subscriptionFilterNotFound } from '../errors.ts';
import { compileFilterPattern } from '../filter-pattern/filter-pattern.ts';
import { findGroup } from '../groups.ts';
import { paginate } from '../paging.ts';
import { keyWithin, type LogsState, rangeWithin, type SubscriptionFilter } from '../state.ts';
import { assertDestination } from '../subscriptions/assert-destination.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html */
const filtersPerGroupMax = 2;

/**
 * Makes or changes a filter. A function must let CloudWatch Logs invoke it.
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutSubscriptionFilter.html
 */
export const putSubscriptionFilter: Operation<Given<Logs.PutSubscriptionFilterRequest>, object, LogsState> = async (
  state,
  input,
  context,
) => {
  if (input.applyOnTransformedLogs) throw new UnsupportedError('subscription filters on transformed logs');
  if (input.fieldSelectionCriteria !== undefined || input.emitSystemFields?.length) {
    throw new UnsupportedError('system fields in subscription filters');
  }
  const group = findGroup(state, input.logGroupName);
  compileFilterPattern(input.filterPattern);
  await assertDestination(input, `${group.arn}:*`, context);
  const key = keyWithin(group.name, input.filterName);
  const count = [...state.subscriptionFilters.keys(rangeWithin(group.name))].length;
  const before = state.subscriptionFilters.get(key);
  if (!before && count >= filtersPerGroupMax) throw limitExceeded();
  state.subscriptionFilters.set(key, {
    groupName: group.name,
    name: input.filterName,
    pattern: input.filterPattern,
    destinationArn: input.destinationArn,
    ...(input.roleArn !== undefined && { roleArn: input.roleArn }),
    distribution: input.distribution ?? 'ByLogStream',
    createdMs: before?.createdMs ?? context.clock.now(),
  });
  return {};
};

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeSubscriptionFilters.html */
export const describeSubscriptionFilters: Operation<
  Given<Logs.DescribeSubscriptionFiltersRequest>,
  Logs.DescribeSubscriptionFiltersResponse,
  LogsState
> = (state, input) => {
  const group = findGroup(state, input.logGroupName);
  const found = state.subscriptionFilters.values(rangeWithin(group.name, input.filterNamePrefix));
  const { items, next } = paginate(found, input, ({ name }) => name);
  return { subscriptionFilters: items.map(describe), ...next };
};

const describe = (filter: SubscriptionFilter): Logs.SubscriptionFilter => ({
  filterName: filter.name,
  logGroupName: filter.groupName,
  filterPattern: filter.pattern,
  destinationArn: filter.destinationArn,
  ...(filter.roleArn !== undefined && { roleArn: filter.roleArn }),
  distribution: filter.distribution,
  applyOnTransformedLogs: false,
  creationTime: filter.createdMs,
});

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteSubscriptionFilter.html */
export const deleteSubscriptionFilter: Operation<Given<Logs.DeleteSubscriptionFilterRequest>, object, LogsState> = (
  state,
  input,
) => {
  findGroup(state, input.logGroupName);
  if (!state.subscriptionFilters.delete(keyWithin(input.logGroupName, input.filterName))) {
    throw subscriptionFilterNotFound();
  }
  return {};
};
