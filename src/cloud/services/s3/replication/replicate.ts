import type { ReplicationRule } from '@aws-sdk/client-s3';
import { serviceCaller } from '../../../kernel/identity.ts';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import { noteLifecycle } from '../lifecycle/sweep.ts';
import { encryptionFor } from '../objects/encryption.ts';
import { addVersion, findVersion, replaceVersion } from '../objects/versions.ts';
import type { Bucket, ObjectVersion, S3State, StoredObject } from '../state.ts';
import { destinationOf, rulesFor } from './replication-rules.ts';

/** Of the operation that copies a version to where the rules say, within this process alone. */
export const replicateOperation = 'ReplicateVersion';

interface Address {
  readonly Bucket: string;
  readonly Key: string;
  readonly VersionId: string;
}

type Deferring = Pick<Context, 'account' | 'clock' | 'kernel' | 'region'>;

/**
 * A version was written: if a rule fits it, it is marked and its copying deferred. Costs nothing where nothing is
 * replicated. https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-status.html
 */
export function noteReplication(state: S3State, bucket: Bucket, version: ObjectVersion, context: Deferring): void {
  if (!bucket.replication || rulesFor(bucket, version).length === 0) return;
  const { account, clock, kernel, region } = context;
  if (version.kind === 'object') replaceVersion(state, bucket.name, { ...version, replication: 'PENDING' });
  kernel.scheduler.deferDelivery({
    dueMs: clock.now(),
    service: 's3',
    operation: replicateOperation,
    input: { Bucket: bucket.name, Key: version.key, VersionId: version.versionId } satisfies Address,
    account,
    region,
    caller: serviceCaller('s3.amazonaws.com', account),
  });
}

/** Copies a version; made twice, it finds the copy and leaves it. */
export const replicateVersion: Operation<Address, object, S3State> = async (state, input, context) => {
  const bucket = state.buckets.get(input.Bucket);
  const version = bucket && findVersion(state, input.Bucket, input.Key, input.VersionId);
  if (!bucket || !version) return {};
  const copies = await Promise.all(rulesFor(bucket, version).map((rule) => copyTo(state, version, rule, context)));
  const source = findVersion(state, input.Bucket, input.Key, input.VersionId);
  if (source?.kind === 'object') {
    const replication = copies.every(Boolean) ? 'COMPLETED' : 'FAILED';
    replaceVersion(state, input.Bucket, { ...source, replication });
  }
  return {};
};

/** Whether the destination has the version now. */
async function copyTo(
  state: S3State,
  version: ObjectVersion,
  rule: ReplicationRule,
  context: Context,
): Promise<boolean> {
  const destination = state.buckets.get(destinationOf(rule));
  if (destination?.versioning !== 'Enabled') return false;
  const copy = version.kind === 'object' ? await replicaOf(destination, version, rule, context) : version;
  if (findVersion(state, destination.name, version.key, version.versionId)) return true;
  addVersion(state, destination, copy, context.random, version);
  noteLifecycle(state, destination.name, version.key, context);
  return true;
}

/** With the time, the metadata and the tags of its source. */
async function replicaOf(
  destination: Bucket,
  source: StoredObject,
  { Destination }: ReplicationRule,
  context: Context,
): Promise<StoredObject> {
  const kmsKey = Destination?.EncryptionConfiguration?.ReplicaKmsKeyID;
  const encryption =
    source.encryption.keyArn === undefined
      ? source.encryption
      : await encryptionFor(
          destination,
          source.key,
          { ServerSideEncryption: 'aws:kms', ...(kmsKey !== undefined && { SSEKMSKeyId: kmsKey }) },
          context,
        );
  const storageClass = Destination?.StorageClass ?? source.storageClass;
  return { ...source, storageClass, encryption, replication: 'REPLICA' };
}
