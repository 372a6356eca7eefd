import { type Count, dimensionsOf } from '../../../service-kit/service-metrics.ts';
import type { SnsContext } from '../operation.ts';

const ofTopic = dimensionsOf('TopicName');

/** Adds to the metrics of a topic. */
export type TopicCount = (name: string, value: number, unit: Parameters<Count>[2]) => void;

export function countOf({ kernel }: Pick<SnsContext, 'kernel'>, topicArn: string): TopicCount {
  const [, , , region = '', account = '', name = ''] = topicArn.split(':');
  const count = kernel.metrics.counter('sns', { account, region });
  const dimensions = ofTopic(name);
  return (metric, value, unit) => count(metric, value, unit, dimensions);
}
