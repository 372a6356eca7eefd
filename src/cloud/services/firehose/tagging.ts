import { nameInArn, type Tagging, taggingCalls } from '../../service-kit/tagging.ts';
import type { FirehoseState } from './state.ts';

/** Streams. */
export const firehoseTagging: Tagging<FirehoseState> = {
  arnService: 'firehose',
  resources: ({ streams }) => streams.values(),
  ...taggingCalls({
    tag: 'TagDeliveryStream',
    untag: 'UntagDeliveryStream',
    on: (arn) => ({ DeliveryStreamName: nameInArn(arn, 'deliverystream/') }),
  }),
};
