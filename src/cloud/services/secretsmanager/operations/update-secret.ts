import type { UpdateSecretRequest, UpdateSecretResponse } from '@aws-sdk/client-secrets-manager';
import { UnsupportedError } from '../../../kernel/errors.ts';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { versionExists } from '../errors.ts';
import { findPrimary } from '../secrets/find-secret.ts';
import { saveSecret } from '../secrets/save-secret.ts';
import { optionalValueIn, versionIdFrom } from '../secrets/values.ts';
import { current, isSameValue, putVersion, versionById } from '../secrets/versions.ts';
import type { Secret, SecretsManagerState } from '../state.ts';

/** Changes the metadata and, when there is one, the value. https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_UpdateSecret.html */
export const updateSecret: Operation<Given<UpdateSecretRequest>, UpdateSecretResponse, SecretsManagerState> = (
  state,
  input,
  context,
) => {
  if (input.Type !== undefined) throw new UnsupportedError('managed external secrets (Type)');
  const secret = findPrimary(state, input.SecretId);
  const value = optionalValueIn(input);
  const versionId = versionIdFrom(input.ClientRequestToken, context);
  const existing = value && versionById(secret.versions, versionId);
  if (existing && !isSameValue(existing.value, value)) throw versionExists();

  const nowMs = context.clock.now();
  const changed: Secret = {
    ...secret,
    ...(input.Description !== undefined && { description: input.Description }),
    ...(input.KmsKeyId !== undefined && { kmsKeyId: input.KmsKeyId }),
    changedMs: nowMs,
    ...(value &&
      !existing && {
        versions: putVersion(secret.versions, { id: versionId, createdMs: nowMs, stages: [current], value }),
      }),
  };
  saveSecret(state, changed, context);
  return { ARN: secret.arn, Name: secret.name, ...(value && { VersionId: versionId }) };
};
