import { type Tagging, taggingCalls } from '../../service-kit/tagging.ts';
import { mappingArn } from './event-sources/find-mapping.ts';
import { functionArn } from './function-reference.ts';
import type { LambdaState } from './state.ts';

/** Functions and event source mappings. */
export const lambdaTagging: Tagging<LambdaState> = {
  arnService: 'lambda',
  *resources({ functions, eventSourceMappings }, scope) {
    for (const { name, tags } of functions.values()) yield { arn: functionArn(scope, name), tags };
    for (const { uuid, tags } of eventSourceMappings.values()) yield { arn: mappingArn(scope, uuid), tags };
  },
  ...taggingCalls({
    tag: 'TagResource',
    untag: 'UntagResource',
    on: (Resource) => ({ Resource }),
    form: (tags) => tags,
  }),
};
