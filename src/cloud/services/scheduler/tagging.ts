import { type Tagging, taggingCalls } from '../../service-kit/tagging.ts';
import type { SchedulerState } from './state.ts';

/** Groups; schedules have no tags. */
export const schedulerTagging: Tagging<SchedulerState> = {
  arnService: 'scheduler',
  resources: ({ groups }) => groups.values(),
  ...taggingCalls({ tag: 'TagResource', untag: 'UntagResource', on: (ResourceArn) => ({ ResourceArn }) }),
};
