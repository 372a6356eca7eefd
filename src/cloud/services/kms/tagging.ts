import { type Tagging, taggingCalls } from '../../service-kit/tagging.ts';
import type { KmsState } from './state.ts';

/** Keys. */
export const kmsTagging: Tagging<KmsState> = {
  arnService: 'kms',
  resources: ({ keys }) => keys.values(),
  ...taggingCalls({
    tag: 'TagResource',
    untag: 'UntagResource',
    on: (KeyId) => ({ KeyId }),
    form: (tags) => Object.entries(tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue })),
  }),
};
