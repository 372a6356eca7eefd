import type {
  DescribeSecretResponse,
  ReplicationStatusType,
  SecretListEntry,
  SecretVersionsListEntry,
} from '@aws-sdk/client-secrets-manager';
import { tagList } from '../../../service-kit/tags.ts';
import type { Replica, Secret, SecretVersion } from '../state.ts';
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
    ...(description && { Description: description }),
    ...(kmsKeyId !== undefined && { KmsKeyId: kmsKeyId }),
    ...describeRotation(secret),
    LastChangedDate: new Date(secret.changedMs),
    ...(accessedDayMs !== undefined && { LastAccessedDate: new Date(accessedDayMs) }),
    ...(deletion && { DeletedDate: new Date(deletion.requestedMs) }),
    ...((secret.wasTagged || Object.keys(tags).length > 0) && { Tags: tagList(tags) }),
    CreatedDate: new Date(secret.createdMs),
    ...(secret.primaryRegion !== undefined && { PrimaryRegion: secret.primaryRegion }),
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
  ...(secret.replicas && { ReplicationStatus: describeReplicas(secret.replicas, 'InSync') }),
});

/** Where a primary secret is copied to; `copied` is the state of those that could be. */
export const describeReplicas = (
  replicas: readonly Replica[],
  copied: 'InSync' | 'InProgress',
): ReplicationStatusType[] =>
  replicas.map(({ region, kmsKeyId, failure }) => ({
    Region: region,
    KmsKeyId: kmsKeyId ?? 'alias/aws/secretsmanager',
    Status: failure === undefined ? copied : 'Failed',
    ...(failure !== undefined && { StatusMessage: failure }),
    ...(failure === undefined && copied === 'InSync' && { StatusMessage: 'Replication succeeded' }),
  }));

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
