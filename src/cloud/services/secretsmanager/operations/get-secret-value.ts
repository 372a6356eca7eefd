import type { GetSecretValueRequest, GetSecretValueResponse } from '@aws-sdk/client-secrets-manager';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { stageNotFound, stageOfOtherVersion, versionNotFound } from '../errors.ts';
import { dayOf } from '../secrets/describe.ts';
import { findSecret } from '../secrets/find-secret.ts';
import { describeValue } from '../secrets/values.ts';
import { current, versionById, versionByStage } from '../secrets/versions.ts';
import type { Secret, SecretsManagerState, SecretVersion } from '../state.ts';

type Input = Given<GetSecretValueRequest>;

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html */
export const getSecretValue: Operation<Given<GetSecretValueRequest>, GetSecretValueResponse, SecretsManagerState> = (
  state,
  input,
  { clock },
) => {
  const secret = findSecret(state, input.SecretId);
  const version = chooseVersion(secret, input);
  const { value } = version;
  // A version that a rotation has announced and not filled yet does not exist for readers.
  if (!value) {
    throw input.VersionStage === undefined ? versionNotFound(version.id) : stageNotFound(input.VersionStage);
  }
  noteAccess(state, secret, version, dayOf(clock.now()));
  return {
    ARN: secret.arn,
    Name: secret.name,
    VersionId: version.id,
    ...describeValue(value),
    VersionStages: [...version.stages],
    CreatedDate: new Date(version.createdMs),
  };
};

function chooseVersion({ versions }: Secret, { VersionId, VersionStage }: Input): SecretVersion {
  if (VersionId === undefined) {
    const stage = VersionStage ?? current;
    const version = versionByStage(versions, stage);
    if (!version) throw stageNotFound(stage);
    return version;
  }
  const version = versionById(versions, VersionId);
  if (!version) throw versionNotFound(VersionId);
  if (VersionStage !== undefined && !version.stages.includes(VersionStage)) throw stageOfOtherVersion();
  return version;
}

/** Reads are told by the day, so only the first one of a day changes anything. */
function noteAccess(state: SecretsManagerState, secret: Secret, version: SecretVersion, accessedDayMs: number): void {
  if (secret.accessedDayMs === accessedDayMs && version.accessedDayMs === accessedDayMs) return;
  const versions = secret.versions.map((other) => (other.id === version.id ? { ...other, accessedDayMs } : other));
  state.secrets.set(secret.name, { ...secret, accessedDayMs, versions });
}
