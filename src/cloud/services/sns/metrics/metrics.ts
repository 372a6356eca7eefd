import type { PublishBatchInput, PublishBatchResponse, PublishInput } from '@aws-sdk/client-sns';
import { dimensionsOf, type ServiceMetrics } from '../../../service-kit/service-metrics.ts';
import { bytesOf } from '../publishing/check-message.ts';
import type { SnsState } from '../state.ts';

const ofTopic = dimensionsOf('TopicName');

/** What deliveries count they count themselves. https://docs.aws.amazon.com/sns/latest/dg/sns-monitoring-using-cloudwatch.html */
export const snsMetrics: ServiceMetrics<SnsState> = {
  namespace: 'AWS/SNS',
  principal: 'sns.amazonaws.com',
  ofCall({ operation, input, output, error }, count) {
    if (error !== undefined || (operation !== 'Publish' && operation !== 'PublishBatch')) return;
    const { TopicArn, TargetArn = '' } = input as PublishInput;
    const name = (TopicArn ?? TargetArn).split(':').at(-1) ?? '';
    if (name === '' || name.includes('/')) return;
    const dimensions = ofTopic(name);
    for (const message of takenOf(operation, input, output)) {
      count('NumberOfMessagesPublished', 1, 'Count', dimensions);
      count('PublishSize', bytesOf(message), 'Bytes', dimensions);
    }
  },
};

function takenOf(operation: string, input: object, output: unknown) {
  if (operation === 'Publish') return [input as PublishInput];
  const { PublishBatchRequestEntries: entries = [] } = input as PublishBatchInput;
  const { Failed = [] } = (output ?? {}) as PublishBatchResponse;
  return entries.filter(({ Id }) => !Failed.some((failed) => failed.Id === Id));
}
