import type { MetricDatum, PutMetricDataInput } from '@aws-sdk/client-cloudwatch';
import { UnsupportedError } from '../../../kernel/errors.ts';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { planEvaluations } from '../alarms/evaluation.ts';
import { invalidParameterValue, missingParameter } from '../errors.ts';
import { addTo, applyRetention, metricKey, minuteKey, readDatum, sortDimensions } from '../metrics/datum.ts';
import type { CloudWatchState, Dimension } from '../state.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html */
const dataMax = 1000;
const dimensionsMax = 30;
const ageMaxMs = 14 * 24 * 60 * 60 * 1000;
const aheadMaxMs = 2 * 60 * 60 * 1000;

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html */
export const putMetricData: Operation<Given<PutMetricDataInput>, void, CloudWatchState> = (state, input, context) => {
  if (input.EntityMetricData) throw new UnsupportedError('PutMetricData with EntityMetricData');
  assertNamespace(input.Namespace, context);
  const data = input.MetricData ?? [];
  if (data.length > dataMax) {
    throw invalidParameterValue(`The collection MetricData must not have a size greater than ${dataMax}.`);
  }
  const now = context.clock.now();
  // All are read before any is stored: a request with one bad datum stores none.
  const read = data.map((datum, index) => ({
    datum,
    dimensions: readDimensions(datum, index + 1),
    timestampMs: readTimestamp(datum, index + 1, now),
    addition: readDatum(datum, index + 1),
  }));
  const touched = new Set<string>();
  for (const { datum, dimensions, timestampMs, addition } of read) {
    const { MetricName: name = '', Unit: unit = 'None' } = datum;
    const metric = metricKey(input.Namespace, name, dimensions);
    touched.add(metric);
    if (!state.metrics.has(metric)) state.metrics.set(metric, { namespace: input.Namespace, name, dimensions });
    const startSeconds = Math.floor(timestampMs / 60_000) * 60;
    const key = minuteKey(metric, startSeconds, unit);
    state.minutes.set(key, addTo(state.minutes.get(key), startSeconds, unit, addition));
  }
  applyRetention(state, now);
  planEvaluations(state, touched, context);
};

function readDimensions({ Dimensions = [] }: MetricDatum, position: number): Dimension[] {
  if (Dimensions.length > dimensionsMax) {
    throw invalidParameterValue(
      `The collection MetricData.member.${position}.Dimensions must not have a size greater than ${dimensionsMax}.`,
    );
  }
  return sortDimensions(Dimensions.map(({ Name = '', Value = '' }) => ({ Name, Value })));
}

function readTimestamp({ Timestamp }: MetricDatum, position: number, nowMs: number): number {
  const timestampMs = Timestamp?.getTime() ?? nowMs;
  if (timestampMs > nowMs - ageMaxMs && timestampMs < nowMs + aheadMaxMs) return timestampMs;
  const bound = timestampMs < nowMs ? 'within the past two weeks' : 'no more than two hours in the future';
  throw invalidParameterValue(`The parameter MetricData.member.${position}.Timestamp must specify a time ${bound}.`);
}

/** `AWS/` is for services alone, which put their metrics by this operation, too. */
function assertNamespace(namespace: string | undefined, { caller }: Pick<Context, 'caller'>): void {
  if (namespace === undefined) throw missingParameter('The parameter Namespace is required.');
  if (namespace.startsWith('AWS/') && caller.kind !== 'service') {
    throw invalidParameterValue('The value AWS/ for parameter Namespace is invalid.');
  }
}
