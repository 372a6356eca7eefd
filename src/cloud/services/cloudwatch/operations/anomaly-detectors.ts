import type * as Cw from '@aws-sdk/client-cloudwatch';
import { AwsError } from '../../../kernel/errors.ts';
import type { Operation } from '../../../service-kit/contract.ts';
import { pageOf } from '../../../service-kit/pages.ts';
import { invalidNextToken, invalidParameterCombination, missingParameter } from '../errors.ts';
import type { CloudWatchState } from '../state.ts';

/* Detectors are kept and told; none is ever trained, and bands of expected values are refused by name. */

const pageSizeMax = 100;

/** What a detector is trained on: a metric, named in the older or the newer way, or an expression. */
type Trained = Pick<
  Cw.PutAnomalyDetectorInput,
  'Dimensions' | 'MetricMathAnomalyDetector' | 'MetricName' | 'Namespace' | 'SingleMetricAnomalyDetector' | 'Stat'
>;

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutAnomalyDetector.html */
export const putAnomalyDetector: Operation<Cw.PutAnomalyDetectorInput, object, CloudWatchState> = (state, input) => {
  const trained = trainedOn(input);
  state.anomalyDetectors.set(keyOf(trained), {
    ...trained,
    Configuration: { ExcludedTimeRanges: [], ...input.Configuration },
    ...(input.MetricCharacteristics && { MetricCharacteristics: input.MetricCharacteristics }),
    StateValue: 'PENDING_TRAINING',
  });
  return {};
};

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAnomalyDetectors.html */
export const describeAnomalyDetectors: Operation<
  Cw.DescribeAnomalyDetectorsInput,
  Cw.DescribeAnomalyDetectorsOutput,
  CloudWatchState
> = (state, input) => {
  const found = [...state.anomalyDetectors.values()].filter((detector) => isWanted(detector, input));
  const { items, next } = pageOf(found, {
    limit: input.MaxResults ?? pageSizeMax,
    token: input.NextToken,
    keyOf,
    invalidToken: invalidNextToken,
  });
  return { AnomalyDetectors: [...items], ...(next !== undefined && { NextToken: next }) };
};

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DeleteAnomalyDetector.html */
export const deleteAnomalyDetector: Operation<Cw.DeleteAnomalyDetectorInput, object, CloudWatchState> = (
  state,
  input,
) => {
  if (state.anomalyDetectors.delete(keyOf(trainedOn(input)))) return {};
  throw new AwsError('ResourceNotFoundException', 'The anomaly detector does not exist', { status: 404 });
};

function trainedOn({ SingleMetricAnomalyDetector, MetricMathAnomalyDetector, ...older }: Trained): Trained {
  const { Namespace, MetricName, Dimensions, Stat } = older;
  const isOlder = Namespace !== undefined || MetricName !== undefined || Stat !== undefined;
  if ([isOlder, SingleMetricAnomalyDetector, MetricMathAnomalyDetector].filter(Boolean).length > 1) {
    throw invalidParameterCombination('An anomaly detector is for one metric or for one expression.');
  }
  if (MetricMathAnomalyDetector) return { MetricMathAnomalyDetector };
  const metric = SingleMetricAnomalyDetector ?? { Namespace, MetricName, Dimensions, Stat };
  for (const name of ['Namespace', 'MetricName', 'Stat'] as const) {
    if (metric[name] === undefined) throw missingParameter(`The parameter ${name} is required.`);
  }
  const told = {
    Namespace: metric.Namespace,
    MetricName: metric.MetricName,
    Dimensions: metric.Dimensions ?? [],
    Stat: metric.Stat,
  };
  return { ...told, SingleMetricAnomalyDetector: told };
}

/** Dimensions have no order. */
function keyOf({ SingleMetricAnomalyDetector: metric, MetricMathAnomalyDetector: math }: Trained): string {
  if (math) return JSON.stringify(math.MetricDataQueries);
  const pairs = (metric?.Dimensions ?? []).map(({ Name, Value }) => `${Name}=${Value}`).sort();
  return JSON.stringify([metric?.Namespace, metric?.MetricName, metric?.Stat, ...pairs]);
}

function isWanted(detector: Cw.AnomalyDetector, input: Cw.DescribeAnomalyDetectorsInput): boolean {
  const { AnomalyDetectorTypes: types = ['SINGLE_METRIC'], Namespace, MetricName, Dimensions = [] } = input;
  const metric = detector.SingleMetricAnomalyDetector;
  if (!types.includes(metric ? 'SINGLE_METRIC' : 'METRIC_MATH')) return false;
  if (Namespace !== undefined && metric?.Namespace !== Namespace) return false;
  if (MetricName !== undefined && metric?.MetricName !== MetricName) return false;
  return Dimensions.every(({ Name, Value }) =>
    metric?.Dimensions?.some((dimension) => dimension.Name === Name && dimension.Value === Value),
  );
}
