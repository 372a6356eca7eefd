import type * as Secrets from '@aws-sdk/client-secrets-manager';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { invalidParameter } from '../errors.ts';
import { describeReplicas } from '../secrets/describe.ts';
import { findPrimary, findSecret } from '../secrets/find-secret.ts';
import { saveSecret, stateIn } from '../secrets/save-secret.ts';
import type { Replica, Secret, SecretsManagerState } from '../state.ts';

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_ReplicateSecretToRegions.html */
export const replicateSecretToRegions: Operation<
  Given<Secrets.ReplicateSecretToRegionsRequest>,
  Secrets.ReplicateSecretToRegionsResponse,
  SecretsManagerState
> = (state, input, context) => {
  const secret = findPrimary(state, input.SecretId);
  const replicated = withReplicas(secret, input.AddReplicaRegions, input.ForceOverwriteReplicaSecret ?? false, context);
  saveSecret(state, replicated, context);
  return { ARN: secret.arn, ReplicationStatus: describeReplicas(replicated.replicas ?? [], 'InProgress') };
};

/** A primary secret with further replicas; a region that has another secret of its name fails unless told to overwrite. */
export function withReplicas(
  secret: Secret,
  wishes: readonly Secrets.ReplicaRegionType[],
  isForced: boolean,
  context: Context,
): Secret {
  const regions = new Set(wishes.map(({ Region }) => Region));
  if (regions.size < wishes.length) throw invalidParameter('Duplicate replica regions found.');
  const added = wishes.map((wish) => replicaFor(secret, wish, isForced, context));
  const kept = (secret.replicas ?? []).filter(({ region }) => !regions.has(region));
  return { ...secret, primaryRegion: context.region, replicas: [...kept, ...added] };
}

function replicaFor(
  secret: Secret,
  { Region: region = '', KmsKeyId }: Secrets.ReplicaRegionType,
  isForced: boolean,
  context: Context,
): Replica {
  if (region === context.region) throw invalidParameter('Invalid replica region.');
  const isThere = stateIn(region, context).secrets.has(secret.name);
  const isOurs = secret.replicas?.some((replica) => replica.region === region && replica.failure === undefined);
  return {
    region,
    ...(KmsKeyId !== undefined && { kmsKeyId: KmsKeyId }),
    ...(isThere &&
      !isOurs &&
      !isForced && {
        failure: `Replication failed: Secret name ${secret.name} already exists in region ${region}.`,
      }),
  };
}

/** Deletes the replicas; https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_RemoveRegionsFromReplication.html */
export const removeRegionsFromReplication: Operation<
  Given<Secrets.RemoveRegionsFromReplicationRequest>,
  Secrets.RemoveRegionsFromReplicationResponse,
  SecretsManagerState
> = (state, input, context) => {
  const secret = findPrimary(state, input.SecretId);
  const gone = new Set(input.RemoveReplicaRegions);
  for (const { region, failure } of secret.replicas ?? []) {
    if (gone.has(region) && failure === undefined) stateIn(region, context).secrets.delete(secret.name);
  }
  const left = withoutReplicas(secret, gone);
  saveSecret(state, left, context);
  return { ARN: secret.arn, ReplicationStatus: describeReplicas(left.replicas ?? [], 'InSync') };
};

function withoutReplicas({ replicas = [], primaryRegion, ...secret }: Secret, gone: ReadonlySet<string>): Secret {
  const left = replicas.filter(({ region }) => !gone.has(region));
  if (left.length === 0) return secret;
  return { ...secret, replicas: left, ...(primaryRegion !== undefined && { primaryRegion }) };
}

/**
 * Called where the replica is, which from now on is a secret of its own.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_StopReplicationToReplica.html
 */
export const stopReplicationToReplica: Operation<
  Given<Secrets.StopReplicationToReplicaRequest>,
  Secrets.StopReplicationToReplicaResponse,
  SecretsManagerState
> = (state, input, context) => {
  const { primaryRegion, ...replica } = findSecret(state, input.SecretId);
  if (primaryRegion === undefined || primaryRegion === context.region) {
    throw invalidParameter(
      "Operation not permitted on a primary secret. Call must be made in a replica secret's region.",
    );
  }
  const primaries = stateIn(primaryRegion, context);
  const primary = primaries.secrets.get(replica.name);
  if (primary) primaries.secrets.set(primary.name, withoutReplicas(primary, new Set([context.region])));
  state.secrets.set(replica.name, replica);
  return { ARN: replica.arn };
};
