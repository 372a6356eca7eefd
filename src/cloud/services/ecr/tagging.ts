import { type Tagging, taggingCalls } from '../../service-kit/tagging.ts';
import type { EcrState } from './state.ts';

/** Repositories. */
export const ecrTagging: Tagging<EcrState> = {
  arnService: 'ecr',
  resources: ({ repositories }) => repositories.values(),
  ...taggingCalls({
    tag: 'TagResource',
    untag: 'UntagResource',
    on: (resourceArn) => ({ resourceArn }),
    tagsMember: 'tags',
    keysMember: 'tagKeys',
  }),
};
