import { type Tagging, taggingCalls } from '../../service-kit/tagging.ts';
import type { SnsState } from './state.ts';

/** Topics. */
export const snsTagging: Tagging<SnsState> = {
  arnService: 'sns',
  resources: ({ topics }) => topics.values(),
  ...taggingCalls({ tag: 'TagResource', untag: 'UntagResource', on: (ResourceArn) => ({ ResourceArn }) }),
};
