import { nameInArn, type Tagging, taggingCalls } from '../../service-kit/tagging.ts';
import type { SqsState } from './state.ts';

/** Queues. */
export const sqsTagging: Tagging<SqsState> = {
  arnService: 'sqs',
  resources: ({ queues }) => queues.values(),
  ...taggingCalls({
    tag: 'TagQueue',
    untag: 'UntagQueue',
    on: (arn) => ({ QueueUrl: nameInArn(arn) }),
    form: (tags) => tags,
  }),
};
