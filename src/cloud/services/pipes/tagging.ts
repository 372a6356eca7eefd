import { type Tagging, taggingCalls } from '../../service-kit/tagging.ts';
import type { PipesState } from './state.ts';

/** Pipes. */
export const pipesTagging: Tagging<PipesState> = {
  arnService: 'pipes',
  resources: ({ pipes }) => pipes.values(),
  ...taggingCalls({
    tag: 'TagResource',
    untag: 'UntagResource',
    on: (resourceArn) => ({ resourceArn }),
    tagsMember: 'tags',
    keysMember: 'tagKeys',
    form: (tags) => tags,
  }),
};
