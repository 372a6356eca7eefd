import type { Tagging } from '../../service-kit/tagging.ts';
import type { CloudFormationState } from './state.ts';

/** Stacks, whose tags an update alone changes. */
export const cloudFormationTagging: Tagging<CloudFormationState> = {
  arnService: 'cloudformation',
  *resources({ stacks }) {
    for (const { id, status, definition } of stacks.values()) {
      if (status !== 'DELETE_COMPLETE') yield { arn: id, tags: definition.tags };
    }
  },
};
