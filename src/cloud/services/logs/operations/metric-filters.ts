import type * as Logs from '@aws-sdk/client-cloudwatch-logs';
import { UnsupportedError } from '../../../kernel/errors.ts';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { filterNotFound, invalidParameter, limitExceeded } from '../errors.ts';
import { compileFilterPattern, matching } from '../filter-pattern/filter-pattern.ts';
import { findGroup } from '../groups.ts';
import { paginate } from '../paging.ts';
import { keyWithin, type LogsState, type MetricFilter, type MetricTransformation, rangeWithin } from '../state.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html */
const filtersPerGroupMax = 100;
const dimensionsMax = 3;

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutMetricFilter.html */
export const putMetricFilter: Operation<Given<Logs.PutMetricFilterRequest>, object, LogsState> = (
  state,
  input,
  { clock },
) => {
  if (input.applyOnTransformedLogs) throw new UnsupportedError('metric filters on transformed logs');
  if (input.fieldSelectionCriteria !== undefined || input.emitSystemFieldDimensions?.length) {
    throw new UnsupportedError('system fields in metric filters');
  }
  findGroup(state, input.logGroupName);
  compileFilterPattern(input.filterPattern);
  const key = keyWithin(input.logGroupName, input.filterName);
  const count = [...state.metricFilters.keys(rangeWithin(input.logGroupName))].length;
  if (!state.metricFilters.has(key) && count >= filtersPerGroupMax) throw limitExceeded();
  state.metricFilters.set(key, {
    groupName: input.logGroupName,
    name: input.filterName,
    pattern: input.filterPattern,
    transformations: input.metricTransformations.map(transformationFrom),
    createdMs: clock.now(),
  });
  return {};
};

function transformationFrom(input: Logs.MetricTransformation): MetricTransformation {
  const { metricName = '', metricNamespace = '', metricValue = '', defaultValue, dimensions, unit } = input;
  if (dimensions && Object.keys(dimensions).length > dimensionsMax) {
    throw invalidParameter(`A metric filter can have at most ${dimensionsMax} dimensions.`);
  }
  if (dimensions && defaultValue !== undefined) {
    throw invalidParameter('Invalid metric transformation: dimensions and default value are mutually exclusive.');
  }
  return {
    metricName,
    metricNamespace,
    metricValue,
    ...(defaultValue !== undefined && { defaultValue }),
    ...(dimensions && { dimensions }),
    ...(unit && { unit }),
  };
}

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeMetricFilters.html */
export const describeMetricFilters: Operation<
  Given<Logs.DescribeMetricFiltersRequest>,
  Logs.DescribeMetricFiltersResponse,
  LogsState
> = (state, input) => {
  const { logGroupName, filterNamePrefix = '', metricName, metricNamespace } = input;
  if ((metricName === undefined) !== (metricNamespace === undefined)) {
    throw invalidParameter('metricName and metricNamespace must be specified together.');
  }
  if (logGroupName !== undefined) findGroup(state, logGroupName);
  const range = logGroupName === undefined ? {} : rangeWithin(logGroupName);
  const filters = [...state.metricFilters.values(range)].filter(
    ({ name, transformations }) =>
      name.startsWith(filterNamePrefix) &&
      (metricName === undefined ||
        transformations.some((one) => one.metricName === metricName && one.metricNamespace === metricNamespace)),
  );
  // By their own names, whichever groups they are of.
  const keyOf = ({ groupName, name }: MetricFilter) => keyWithin(name, groupName);
  const { items, next } = paginate(filters.toSorted(byKey(keyOf)), input, keyOf);
  return { metricFilters: items.map(describe), ...next };
};

const byKey =
  <T>(keyOf: (item: T) => string) =>
  (a: T, b: T): number =>
    keyOf(a) < keyOf(b) ? -1 : 1;

const describe = (filter: MetricFilter): Logs.MetricFilter => ({
  filterName: filter.name,
  filterPattern: filter.pattern,
  metricTransformations: filter.transformations.map((transformation) => ({
    ...transformation,
    dimensions: transformation.dimensions && { ...transformation.dimensions },
  })),
  creationTime: filter.createdMs,
  logGroupName: filter.groupName,
  applyOnTransformedLogs: false,
});

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteMetricFilter.html */
export const deleteMetricFilter: Operation<Given<Logs.DeleteMetricFilterRequest>, object, LogsState> = (
  state,
  input,
) => {
  findGroup(state, input.logGroupName);
  if (!state.metricFilters.delete(keyWithin(input.logGroupName, input.filterName))) throw filterNotFound();
  return {};
};

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_TestMetricFilter.html */
export const testMetricFilter: Operation<
  Given<Logs.TestMetricFilterRequest>,
  Logs.TestMetricFilterResponse,
  LogsState
> = (_state, input) => {
  const pattern = compileFilterPattern(input.filterPattern);
  const matches = matching(input.filterPattern, () =>
    input.logEventMessages.flatMap((eventMessage, index) => {
      const match = pattern.match(eventMessage);
      if (!match) return [];
      const values = pattern.selectors.map((selector) => [selector, match.valueOf(selector) ?? ''] as const);
      return [{ eventNumber: index + 1, eventMessage, extractedValues: Object.fromEntries(values) }];
    }),
  );
  return { matches };
};
