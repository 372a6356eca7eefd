import type {
  UpdateSecretVersionStageRequest,
  UpdateSecretVersionStageResponse,
} from '@aws-sdk/client-secrets-manager';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { currentMustStay, invalidParameter, mustRemoveFrom, versionNotFound } from '../errors.ts';
import { findPrimary } from '../secrets/find-secret.ts';
import { saveSecret } from '../secrets/save-secret.ts';
import { current, moveStage, versionById, versionByStage } from '../secrets/versions.ts';
import type { Secret, SecretsManagerState } from '../state.ts';

type Input = Given<UpdateSecretVersionStageRequest>;

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_UpdateSecretVersionStage.html */
export const updateSecretVersionStage: Operation<
  Given<UpdateSecretVersionStageRequest>,
  UpdateSecretVersionStageResponse,
  SecretsManagerState
> = (state, input, context) => {
  const secret = findPrimary(state, input.SecretId);
  assertMove(secret, input);
  const versions = moveStage(secret.versions, input.VersionStage, input.MoveToVersionId);
  saveSecret(state, { ...secret, versions, changedMs: context.clock.now() }, context);
  return { ARN: secret.arn, Name: secret.name };
};

/** A label that is attached must be taken off by name, so that two writers cannot move it past each other. */
function assertMove({ versions }: Secret, { VersionStage, RemoveFromVersionId, MoveToVersionId }: Input): void {
  for (const id of [RemoveFromVersionId, MoveToVersionId]) {
    if (id !== undefined && !versionById(versions, id)) throw versionNotFound(id);
  }
  const holder = versionByStage(versions, VersionStage);
  const isAttachedElsewhere = holder !== undefined && holder.id !== MoveToVersionId;
  if (RemoveFromVersionId !== undefined && holder?.id !== RemoveFromVersionId) {
    throw invalidParameter(
      `When you move staging label ${VersionStage}, if you specify RemoveFromVersionId, it must be set to the version that currently has the staging label ${VersionStage}.`,
    );
  }
  if (MoveToVersionId === undefined && VersionStage === current) throw currentMustStay();
  if (isAttachedElsewhere && RemoveFromVersionId === undefined) throw mustRemoveFrom(VersionStage, holder.id);
}
