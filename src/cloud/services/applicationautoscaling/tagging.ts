import { type Tagging, taggingCalls } from '../../service-kit/tagging.ts';
import type { AutoScalingState } from './state.ts';

/** Scalable targets. */
export const autoScalingTagging: Tagging<AutoScalingState> = {
  arnService: 'application-autoscaling',
  resources: ({ targets }) => targets.values(),
  ...taggingCalls({
    tag: 'TagResource',
    untag: 'UntagResource',
    on: (ResourceARN) => ({ ResourceARN }),
    form: (tags) => tags,
  }),
};
