import { type Tagging, taggingCalls } from '../../service-kit/tagging.ts';
import type { SecretsManagerState } from './state.ts';

/** Secrets. */
export const secretsManagerTagging: Tagging<SecretsManagerState> = {
  arnService: 'secretsmanager',
  resources: ({ secrets }) => secrets.values(),
  ...taggingCalls({ tag: 'TagResource', untag: 'UntagResource', on: (SecretId) => ({ SecretId }) }),
};
