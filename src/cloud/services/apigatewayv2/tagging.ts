import { partitionOf } from '../../kernel/arns.ts';
import { type Tagging, taggingCalls } from '../../service-kit/tagging.ts';
import type { HttpApiState } from './state.ts';

/** APIs and their stages. */
export const httpApiTagging: Tagging<HttpApiState> = {
  arnService: 'apigateway',
  *resources({ apis, stages }, { region }) {
    const prefix = `arn:${partitionOf(region)}:apigateway:${region}::/apis`;
    for (const { ApiId, Tags = {} } of apis.values()) yield { arn: `${prefix}/${ApiId}`, tags: Tags };
    for (const [key, { StageName, Tags = {} }] of stages.entries()) {
      yield { arn: `${prefix}/${key.slice(0, key.indexOf('/'))}/stages/${StageName}`, tags: Tags };
    }
  },
  ...taggingCalls({
    tag: 'TagResource',
    untag: 'UntagResource',
    on: (ResourceArn) => ({ ResourceArn }),
    form: (tags) => tags,
  }),
};
