import type { DeleteObjectOutput, DeleteObjectRequest } from '@aws-sdk/client-s3';
import { UnsupportedError } from '../../../kernel/errors.ts';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { findBucket } from '../buckets/find-bucket.ts';
import { invalidArgument, invalidVersionId, noSuchVersion } from '../errors.ts';
import { noteLifecycle } from '../lifecycle/sweep.ts';
import { noteRemoval, noteVersion } from '../notifications/note-event.ts';
import { assertDeleteCondition } from '../objects/conditions.ts';
import { assertDeletable } from '../objects/object-lock.ts';
import {
  addVersion,
  currentObject,
  findVersion,
  isVersionId,
  newestVersion,
  removeVersion,
  wholeSeconds,
} from '../objects/versions.ts';
import { noteReplication } from '../replication/replicate.ts';
import type { Bucket, ObjectVersion, S3State } from '../state.ts';

interface Doomed {
  readonly Key: string;
  readonly VersionId?: string | undefined;
  readonly BypassGovernanceRetention?: boolean | undefined;
}

/**
 * Succeeds for a key that is not there, too.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObject.html
 */
export const deleteObject: Operation<Given<DeleteObjectRequest>, DeleteObjectOutput, S3State> = (
  state,
  input,
  context,
) => {
  const bucket = findBucket(state, input, context);
  if (input.IfMatchLastModifiedTime || input.IfMatchSize !== undefined) {
    throw new UnsupportedError('deletions by time or size, which are for S3 directory buckets');
  }
  if (input.MFA !== undefined) throw new UnsupportedError('S3 MFA delete');
  if (input.BypassGovernanceRetention !== undefined && !bucket.objectLock) {
    throw invalidArgument(
      'x-amz-bypass-governance-retention is only applicable to Object Lock enabled buckets.',
      'x-amz-bypass-governance-retention',
      input.BypassGovernanceRetention,
    );
  }
  if (input.IfMatch !== undefined) {
    assertDeleteCondition(input.Key, currentObject(state, bucket.name, input.Key), input.IfMatch);
  }
  return deleteKey(state, bucket, input, context);
};

/**
 * Removes one version, or hides the key under a delete marker, or removes it where there are no versions. A key that is not
 * there counts as deleted, a version that is not there is NoSuchVersion. https://docs.aws.amazon.com/AmazonS3/latest/userguide/DeletingObjectVersions.html
 */
export function deleteKey(
  state: S3State,
  bucket: Bucket,
  { Key, VersionId, BypassGovernanceRetention: bypass }: Doomed,
  context: Context,
): DeleteObjectOutput {
  if (VersionId !== undefined) {
    if (!isVersionId(VersionId)) throw invalidVersionId(VersionId);
    const version = findVersion(state, bucket.name, Key, VersionId);
    if (!version && VersionId !== 'null') throw noSuchVersion(Key, VersionId);
    if (version?.kind === 'object') assertDeletable(version, bypass ?? false, context.clock.now());
    if (version) {
      remove(state, bucket, version, context);
      noteRemoval(state, bucket, { name: 'ObjectRemoved:Delete', key: Key, versionId: VersionId }, context);
    }
    return { VersionId, ...(version?.kind === 'marker' && { DeleteMarker: true }) };
  }
  if (bucket.versioning) {
    const marker = { kind: 'marker' as const, key: Key, modifiedMs: wholeSeconds(context.clock.now()) };
    const version = addVersion(state, bucket, marker, context.random);
    noteLifecycle(state, bucket.name, Key, context);
    noteReplication(state, bucket, version, context);
    noteVersion(state, bucket, { name: 'ObjectRemoved:DeleteMarkerCreated', version }, context);
    return { DeleteMarker: true, VersionId: version.versionId };
  }
  const only = newestVersion(state, bucket.name, Key);
  if (!only) return {};
  remove(state, bucket, only, context);
  noteRemoval(state, bucket, { name: 'ObjectRemoved:Delete', key: Key, versionId: undefined }, context);
  return {};
}

function remove(state: S3State, bucket: Bucket, version: ObjectVersion, context: Context): void {
  removeVersion(state, bucket.name, version);
  noteLifecycle(state, bucket.name, version.key, context);
  if (version.kind === 'object') context.kernel.blobs.release(version.size);
}
