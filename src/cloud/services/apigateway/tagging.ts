import { partitionOf } from '../../kernel/arns.ts';
import { type Tagging, taggingCalls } from '../../service-kit/tagging.ts';
import type { RestApiState } from './state.ts';
import { taggedResources } from './tagged.ts';

/** APIs, stages, keys, plans, custom domains and their associations, links and client certificates. */
export const restApiTagging: Tagging<RestApiState> = {
  arnService: 'apigateway',
  *resources(state, { region }) {
    for (const { path, arn, tags } of taggedResources(state)) {
      yield { arn: arn ?? `arn:${partitionOf(region)}:apigateway:${region}::${path}`, tags };
    }
  },
  ...taggingCalls({
    tag: 'TagResource',
    untag: 'UntagResource',
    on: (resourceArn) => ({ resourceArn }),
    form: (tags) => tags,
    tagsMember: 'tags',
    keysMember: 'tagKeys',
  }),
};
