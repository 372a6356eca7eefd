import type { PutSecretValueRequest, PutSecretValueResponse } from '@aws-sdk/client-secrets-manager';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { versionExists } from '../errors.ts';
import { findPrimary } from '../secrets/find-secret.ts';
import { saveSecret } from '../secrets/save-secret.ts';
import { valueIn, versionIdFrom } from '../secrets/values.ts';
import { current, isSameValue, putVersion, versionById } from '../secrets/versions.ts';
import type { Secret, SecretsManagerState } from '../state.ts';

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutSecretValue.html */
export const putSecretValue: Operation<Given<PutSecretValueRequest>, PutSecretValueResponse, SecretsManagerState> = (
  state,
  input,
  context,
) => {
  const secret = findPrimary(state, input.SecretId);
  const value = valueIn(input);
  const versionId = versionIdFrom(input.ClientRequestToken, context);
  const existing = versionById(secret.versions, versionId);
  if (existing?.value) {
    if (!isSameValue(existing.value, value)) throw versionExists();
    return answer(secret, versionId);
  }

  const stages = input.VersionStages ?? [current];
  const createdMs = context.clock.now();
  const versions = putVersion(secret.versions, { id: versionId, createdMs, stages, value });
  const changed: Secret = { ...secret, versions, changedMs: createdMs };
  saveSecret(state, changed, context);
  return answer(changed, versionId);
};

const answer = (secret: Secret, versionId: string): PutSecretValueResponse => ({
  ARN: secret.arn,
  Name: secret.name,
  VersionId: versionId,
  VersionStages: [...(versionById(secret.versions, versionId)?.stages ?? [])],
});
