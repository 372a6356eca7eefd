import {
  type AnomalyDetectorType,
  CloudWatchClient,
  DeleteAnomalyDetectorCommand,
  DescribeAnomalyDetectorsCommand,
  PutAnomalyDetectorCommand,
} from '@aws-sdk/client-cloudwatch';
import { describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud();
const client = () => target.client(CloudWatchClient);
const Dimensions = [{ Name: 'FunctionName', Value: 'f' }];
const metric = { Namespace: 'AWS/Lambda', MetricName: 'Duration', Dimensions, Stat: 'Average' };
const expression = {
  MetricDataQueries: [
    {
      Id: 'm',
      MetricStat: { Metric: { Namespace: 'N', MetricName: 'M' }, Period: 60, Stat: 'Sum' },
      ReturnData: false,
    },
    { Id: 'e', Expression: 'm * 2', ReturnData: true },
  ],
};
const list = async (AnomalyDetectorTypes?: AnomalyDetectorType[], more: object = {}) =>
  (await client().send(new DescribeAnomalyDetectorsCommand({ AnomalyDetectorTypes, ...more }))).AnomalyDetectors;

describe('anomaly detectors', () => {
  it('PutAnomalyDetector › keeps one for a metric, however it is named', async () => {
    const MetricTimezone = 'Europe/Berlin';
    await client().send(new PutAnomalyDetectorCommand(metric));
    await client().send(
      new PutAnomalyDetectorCommand({ SingleMetricAnomalyDetector: metric, Configuration: { MetricTimezone } }),
    );

    expect(await list()).toEqual([
      {
        ...metric,
        SingleMetricAnomalyDetector: metric,
        Configuration: { ExcludedTimeRanges: [], MetricTimezone },
        StateValue: 'PENDING_TRAINING',
      },
    ]);
    expect(await list(undefined, { Namespace: 'AWS/Lambda', Dimensions })).toHaveLength(1);
    expect(await list(undefined, { Namespace: 'Other' })).toEqual([]);
  });

  it('PutAnomalyDetector › keeps those of expressions apart', async () => {
    await client().send(new PutAnomalyDetectorCommand({ MetricMathAnomalyDetector: expression }));

    expect(await list()).toEqual([]);
    expect(await list(['METRIC_MATH'])).toMatchObject([{ MetricMathAnomalyDetector: expression }]);
    await client().send(new DeleteAnomalyDetectorCommand({ MetricMathAnomalyDetector: expression }));
    expect(await list(['METRIC_MATH'])).toEqual([]);
  });

  it('PutAnomalyDetector › refuses half a metric, and two things at once', async () => {
    const put = (input: object) => client().send(new PutAnomalyDetectorCommand(input));

    await expect(put({ Namespace: 'N', MetricName: 'M' })).rejects.toMatchObject({
      name: 'MissingRequiredParameterException',
    });
    await expect(
      put({ SingleMetricAnomalyDetector: metric, MetricMathAnomalyDetector: expression }),
    ).rejects.toMatchObject({ name: 'InvalidParameterCombinationException' });
  });

  it('DeleteAnomalyDetector › deletes it, once', async () => {
    await client().send(new PutAnomalyDetectorCommand({ SingleMetricAnomalyDetector: metric }));
    const remove = () => client().send(new DeleteAnomalyDetectorCommand(metric));

    await remove();

    expect(await list()).toEqual([]);
    await expect(remove()).rejects.toMatchObject({ $metadata: { httpStatusCode: 404 } });
  });
});
