import type { PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch';
import type { Given } from '../../../service-kit/input.ts';
import { invalidParameterCombination, invalidParameterValue, missingParameter, validationError } from '../errors.ts';
import { isExtendedStatistic } from '../metrics/extended-statistic.ts';

type Input = Given<PutMetricAlarmInput>;

const daySeconds = 86_400;
const longPeriodSeconds = 3600;

/**
 * Throws for settings of a metric alarm that do not go together.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
 */
export function assertMetricAlarm(input: Input): void {
  assertMetric(input);
  assertPercentile(input);
  assertPeriods(input);
  if (input.Threshold === undefined) throw missingParameter('Threshold must be specified for a metric alarm.');
  const { TreatMissingData: treatment = 'missing' } = input;
  if (!['breaching', 'notBreaching', 'ignore', 'missing'].includes(treatment)) {
    throw validationError(
      `The value ${treatment} is not supported for TreatMissingData parameter. Supported values are [breaching, notBreaching, ignore, missing].`,
    );
  }
}

function assertMetric(input: Input): void {
  if (input.MetricName !== undefined && input.Metrics) {
    throw invalidParameterCombination('The parameters MetricName and Metrics must not be specified together.');
  }
  if (input.Metrics) {
    const single = ['Namespace', 'Dimensions', 'Period', 'Unit', 'Statistic', 'ExtendedStatistic'] as const;
    const surplus = single.find((name) => input[name] !== undefined);
    if (surplus !== undefined) throw validationError(`${surplus} should not be set if list of Metrics is set.`);
    return;
  }
  if (input.MetricName === undefined) throw validationError('MetricName must not be null');
  const { Statistic: statistic, ExtendedStatistic: extended } = input;
  if (statistic === undefined && extended === undefined) {
    throw validationError('One of parameters Statistic or ExtendedStatistic is required.');
  }
  if (statistic !== undefined && extended !== undefined) {
    throw invalidParameterCombination('The parameters Statistic and ExtendedStatistic must not be specified together.');
  }
  if (extended !== undefined && !isExtendedStatistic(extended)) {
    throw invalidParameterValue(`The value ${extended} for parameter ExtendedStatistic is not supported.`);
  }
  if (input.Period === undefined) throw missingParameter('Period must be specified for a metric alarm.');
}

function assertPercentile({ EvaluateLowSampleCountPercentile: option }: Input): void {
  if (option === undefined || option === 'evaluate' || option === 'ignore') return;
  throw validationError(
    `Option ${option} is not supported. Supported options for parameter EvaluateLowSampleCountPercentile are evaluate and ignore.`,
  );
}

function assertPeriods({ Period: period, EvaluationPeriods: periods = 1, DatapointsToAlarm: datapoints = 1 }: Input) {
  if (period !== undefined && ![10, 20, 30].includes(period) && period % 60 !== 0) {
    throw validationError('Period must be 10, 30 or a multiple of 60');
  }
  if (datapoints > periods) {
    throw validationError('DatapointsToAlarm must be less than or equal to EvaluationPeriods.');
  }
  if (period === undefined) return;
  const isLong = period >= longPeriodSeconds;
  const max = isLong ? 7 * daySeconds : daySeconds;
  if (period * periods > max) {
    throw validationError(
      `Metrics cannot be checked across more than ${isLong ? 'seven days' : 'a day'} (EvaluationPeriods * Period must be <= ${max}).`,
    );
  }
}
