import type { TagResourceRequest, UntagResourceRequest } from '@aws-sdk/client-secrets-manager';
import { withoutTags } from '../../../kernel/tags.ts';
import { findSecret } from '../find-secret.ts';
import type { SecretsOperation } from '../operation.ts';
import { mergeTags } from '../tags.ts';

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_TagResource.html */
export const tagResource: SecretsOperation<TagResourceRequest, object> = (state, input) => {
  const secret = findSecret(state, input.SecretId);
  state.secrets.set(secret.name, { ...secret, tags: mergeTags(secret.tags, input.Tags) });
  return {};
};

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_UntagResource.html */
export const untagResource: SecretsOperation<UntagResourceRequest, object> = (state, input) => {
  const secret = findSecret(state, input.SecretId);
  state.secrets.set(secret.name, { ...secret, tags: withoutTags(secret.tags, input.TagKeys) });
  return {};
};
