import { type Tagging, taggingCalls } from '../../service-kit/tagging.ts';
import type { CodeDeployState } from './state.ts';

/** Applications and deployment groups. */
export const codeDeployTagging: Tagging<CodeDeployState> = {
  arnService: 'codedeploy',
  *resources(state) {
    yield* state.applications.values();
    yield* state.groups.values();
  },
  ...taggingCalls({ tag: 'TagResource', untag: 'UntagResource', on: (ResourceArn) => ({ ResourceArn }) }),
};
