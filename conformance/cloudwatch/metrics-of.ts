import {
  type CloudWatchClient,
  type Datapoint,
  GetMetricStatisticsCommand,
  ListMetricsCommand,
} from '@aws-sdk/client-cloudwatch';

const dayMs = 24 * 60 * 60 * 1000;

/** All that a namespace has under these dimensions, by name: the datapoints of minutes, oldest first. */
export async function metricsOf(
  client: CloudWatchClient,
  Namespace: string,
  wanted: Readonly<Record<string, string>>,
  nowMs: number,
): Promise<Record<string, Datapoint[]>> {
  const Dimensions = Object.entries(wanted).map(([Name, Value]) => ({ Name, Value }));
  const { Metrics = [] } = await client.send(new ListMetricsCommand({ Namespace, Dimensions }));
  const found: Record<string, Datapoint[]> = {};
  for (const { MetricName = '', Dimensions: own = [] } of Metrics) {
    if (own.length !== Dimensions.length) continue;
    const { Datapoints = [] } = await client.send(
      new GetMetricStatisticsCommand({
        Namespace,
        MetricName,
        Dimensions,
        StartTime: new Date(nowMs - dayMs / 2 - 60_000),
        EndTime: new Date(nowMs + 60_000),
        Period: 60,
        Statistics: ['Sum', 'Minimum', 'Maximum', 'SampleCount'],
      }),
    );
    found[MetricName] = Datapoints.sort((a, b) => (a.Timestamp?.getTime() ?? 0) - (b.Timestamp?.getTime() ?? 0));
  }
  return found;
}
