import type { MetricDatum } from '@aws-sdk/client-cloudwatch';
import { AwsError } from '../../../kernel/errors.ts';
import { serviceCaller } from '../../../kernel/identity.ts';
import type { Context } from '../../../service-kit/contract.ts';

/** One datum on its way to CloudWatch. */
export interface NamespacedDatum {
  readonly namespace: string;
  readonly datum: MetricDatum;
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html */
const dataMax = 1000;

/** Sends metrics that were found in logs. What CloudWatch refuses is lost, as in AWS: the logs have been taken. */
export async function putMetrics(data: readonly NamespacedDatum[], context: Context): Promise<void> {
  const caller = serviceCaller('logs.amazonaws.com', context.account);
  for (const [Namespace, group] of Map.groupBy(data, ({ namespace }) => namespace)) {
    for (let start = 0; start < group.length; start += dataMax) {
      const MetricData = group.slice(start, start + dataMax).map(({ datum }) => datum);
      try {
        await context.call('cloudwatch', 'PutMetricData', { Namespace, MetricData }, { caller });
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        context.kernel.log.warn(`metrics of namespace ${Namespace} found in logs were refused: ${error.message}`);
      }
    }
  }
}
