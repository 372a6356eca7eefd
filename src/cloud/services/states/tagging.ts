import { type Tagging, taggingCalls } from '../../service-kit/tagging.ts';
import type { StatesState } from './state.ts';

/** State machines and activities; versions, aliases and executions have no tags. */
export const statesTagging: Tagging<StatesState> = {
  arnService: 'states',
  resources: ({ machines, activities }) => [...machines.values(), ...activities.values()],
  ...taggingCalls({
    tag: 'TagResource',
    untag: 'UntagResource',
    on: (resourceArn) => ({ resourceArn }),
    tagsMember: 'tags',
    keysMember: 'tagKeys',
    form: (tags) => Object.entries(tags).map(([key, value]) => ({ key, value })),
  }),
};
