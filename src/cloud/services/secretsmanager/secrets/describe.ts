import type { DescribeSecretResponse, SecretListEntry, SecretVersionsListEntry } from '@aws-sdk/client-secrets-manager';
import { tagList } from '../../../service-kit/tags.ts';
import type { Secret, SecretVersion } from '../state.ts';
import { versionIdsToStages } from './versions.ts';

/** Milliseconds of a day. */
export const dayMs = 86_400_000;

/** When something was last read is told by the day, in UTC. */
export const dayOf = (nowMs: number): number => Math.floor(nowMs / dayMs) * dayMs;

/** What `DescribeSecret` and `ListSecrets` tell alike. */
function describeBasics(secret: Secret) {
  const { description, kmsKeyId, accessedDayMs, deletion, tags } = secret;
  return {
    ARN: secret.arn,
    Name: secret.name,
    ...(description !== undefined && { Description: description }),
    ...(kmsKeyId !== undefined && { KmsKeyId: kmsKeyId }),
    ...describeRotation(secret),
    LastChangedDate: new Date(secret.changedMs),
    ...(accessedDayMs !== undefined && { LastAccessedDate: new Date(accessedDayMs) }),
    ...(deletion && { DeletedDate: new Date(deletion.requestedMs) }),
    ...(Object.keys(tags).length > 0 && { Tags: tagList(tags) }),
    CreatedDate: new Date(secret.createdMs),
  };
}

function describeRotation({ rotation }: Secret) {
  if (!rotation) return {};
  const { isEnabled, functionArn, afterDays, duration, scheduleExpression, rotatedMs, nextMs } = rotation;
  return {
    RotationEnabled: isEnabled,
    RotationLambdaARN: functionArn,
    RotationRules: {
      ...(afterDays !== undefined && { AutomaticallyAfterDays: afterDays }),
      ...(duration !== undefined && { Duration: duration }),
      ...(scheduleExpression !== undefined && { ScheduleExpression: scheduleExpression }),
    },
    ...(rotatedMs !== undefined && { LastRotatedDate: new Date(rotatedMs) }),
    ...(nextMs !== undefined && isEnabled && { NextRotationDate: new Date(nextMs) }),
  };
}

/** As DescribeSecret tells it. */
export const describeSecret = (secret: Secret): DescribeSecretResponse => ({
  ...describeBasics(secret),
  ...(secret.versions.length > 0 && { VersionIdsToStages: versionIdsToStages(secret.versions) }),
});

/** As ListSecrets does, which has another name for the stages. */
export const describeListed = (secret: Secret): SecretListEntry => ({
  ...describeBasics(secret),
  ...(secret.versions.length > 0 && { SecretVersionsToStages: versionIdsToStages(secret.versions) }),
});

/** As ListSecretVersionIds tells a version. */
export const describeVersion = (version: SecretVersion, { kmsKeyId }: Secret): SecretVersionsListEntry => ({
  VersionId: version.id,
  ...(version.stages.length > 0 && { VersionStages: [...version.stages] }),
  ...(version.accessedDayMs !== undefined && { LastAccessedDate: new Date(version.accessedDayMs) }),
  CreatedDate: new Date(version.createdMs),
  KmsKeyIds: [kmsKeyId ?? 'DefaultEncryptionKey'],
});
