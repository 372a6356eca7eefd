import type {
  DeleteSecretRequest,
  DeleteSecretResponse,
  RestoreSecretRequest,
  RestoreSecretResponse,
} from '@aws-sdk/client-secrets-manager';
import { formatArn, parseArn } from '../../../kernel/arns.ts';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { hasReplicas, invalidParameter, isMarkedForDeletion, secretNotFound } from '../errors.ts';
import { deferDeletion, eraseSecret } from '../secrets/deletion.ts';
import { dayMs } from '../secrets/describe.ts';
import { assertPrimary, findAnySecret, lookUp } from '../secrets/find-secret.ts';
import { saveSecret } from '../secrets/save-secret.ts';
import type { Secret, SecretsManagerState } from '../state.ts';

const defaultWindowDays = 30;

/**
 * Marks a secret for deletion and deletes it when the recovery window has passed, or at once when forced to.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DeleteSecret.html
 */
export const deleteSecret: Operation<Given<DeleteSecretRequest>, DeleteSecretResponse, SecretsManagerState> = (
  state,
  input,
  context,
) => {
  const { RecoveryWindowInDays, ForceDeleteWithoutRecovery } = input;
  if (ForceDeleteWithoutRecovery && RecoveryWindowInDays !== undefined) {
    throw invalidParameter("You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.");
  }
  const days = RecoveryWindowInDays ?? defaultWindowDays;
  if (days < 7 || days > 30) {
    throw invalidParameter('The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).');
  }

  const nowMs = context.clock.now();
  const secret = lookUp(state, input.SecretId);
  if (secret) assertDeletable(secret);
  if (ForceDeleteWithoutRecovery) {
    if (!secret) return answerMissing(input.SecretId, nowMs, context);
    eraseSecret(state, secret, context);
    return { ARN: secret.arn, Name: secret.name, DeletionDate: new Date(nowMs) };
  }
  if (!secret) throw secretNotFound();
  if (secret.deletion) throw isMarkedForDeletion();
  const dueMs = nowMs + days * dayMs;
  const deletion = { requestedMs: nowMs, dueMs, deferredKey: deferDeletion(secret, dueMs, context) };
  saveSecret(state, { ...secret, deletion }, context);
  return { ARN: secret.arn, Name: secret.name, DeletionDate: new Date(dueMs) };
};

/** Replicas go before their primary. */
function assertDeletable(secret: Secret): void {
  assertPrimary(secret);
  const regions = (secret.replicas ?? []).map(({ region }) => region);
  if (regions.length > 0) throw hasReplicas(secret.arn, regions);
}

/** Forced deletion succeeds for a secret that is not there. */
function answerMissing(id: string, nowMs: number, { account, region }: Context): DeleteSecretResponse {
  const arn = parseArn(id);
  const resource = arn?.resource ?? `secret:${id}`;
  const ARN = arn ? id : formatArn({ service: 'secretsmanager', region, account, resource });
  return { ARN, Name: resource.slice('secret:'.length), DeletionDate: new Date(nowMs) };
}

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_RestoreSecret.html */
export const restoreSecret: Operation<Given<RestoreSecretRequest>, RestoreSecretResponse, SecretsManagerState> = (
  state,
  input,
  context,
) => {
  const { deletion, ...secret } = findAnySecret(state, input.SecretId);
  if (deletion) {
    context.kernel.scheduler.cancel(deletion.deferredKey);
    saveSecret(state, secret, context);
  }
  return { ARN: secret.arn, Name: secret.name };
};
