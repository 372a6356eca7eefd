import type { TagResourceRequest, UntagResourceRequest } from '@aws-sdk/client-secrets-manager';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { withoutTags } from '../../../service-kit/tags.ts';
import { findPrimary } from '../secrets/find-secret.ts';
import { saveSecret } from '../secrets/save-secret.ts';
import type { SecretsManagerState } from '../state.ts';
import { mergeTags } from '../tags.ts';

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_TagResource.html */
export const tagResource: Operation<Given<TagResourceRequest>, object, SecretsManagerState> = (
  state,
  input,
  context,
) => {
  const secret = findPrimary(state, input.SecretId);
  saveSecret(state, { ...secret, tags: mergeTags(secret.tags, input.Tags), wasTagged: true }, context);
  return {};
};

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_UntagResource.html */
export const untagResource: Operation<Given<UntagResourceRequest>, object, SecretsManagerState> = (
  state,
  input,
  context,
) => {
  const secret = findPrimary(state, input.SecretId);
  saveSecret(state, { ...secret, tags: withoutTags(secret.tags, input.TagKeys) }, context);
  return {};
};
