import { type Tagging, taggingCalls } from '../../service-kit/tagging.ts';
import type { LogsState } from './state.ts';

/** Log groups. */
export const logsTagging: Tagging<LogsState> = {
  arnService: 'logs',
  resources: ({ groups }) => groups.values(),
  ...taggingCalls({
    tag: 'TagResource',
    untag: 'UntagResource',
    on: (resourceArn) => ({ resourceArn }),
    tagsMember: 'tags',
    keysMember: 'tagKeys',
    form: (tags) => tags,
  }),
};
