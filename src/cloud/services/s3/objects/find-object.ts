import { AwsError } from '../../../kernel/errors.ts';
import { invalidVersionId, noSuchKey, noSuchVersion, notFound } from '../errors.ts';
import type { ObjectVersion, S3State, StoredObject } from '../state.ts';
import { findVersion, isVersionId, newestVersion } from './versions.ts';

interface Addressed {
  readonly Bucket: string;
  readonly Key: string;
  readonly VersionId?: string | undefined;
}

/** The object that a read addresses. Delete markers answer 404, or 405 when they are asked for by their id. */
export function findObject(state: S3State, { Bucket, Key, VersionId }: Addressed, method = 'GET'): StoredObject {
  if (VersionId !== undefined && !isVersionId(VersionId)) throw invalidVersionId(VersionId);
  const version =
    VersionId === undefined ? newestVersion(state, Bucket, Key) : findVersion(state, Bucket, Key, VersionId);
  if (version?.kind === 'object') return version;
  if (!version) throw missing(Key, VersionId, method);
  throw VersionId === undefined ? deleted(version, method) : markerRead(version, method);
}

/** The object whose settings are addressed; a delete marker, asked for by its id or not, has none: 405. */
export function findObjectWithSettings(state: S3State, addressed: Addressed, method: 'GET' | 'PUT' | 'DELETE') {
  const { Bucket, Key, VersionId } = addressed;
  const newest = VersionId === undefined ? newestVersion(state, Bucket, Key) : undefined;
  if (newest?.kind === 'marker') throw markerRead(newest, method);
  return findObject(state, addressed, method);
}

function missing(key: string, versionId: string | undefined, method: string): AwsError {
  if (method === 'HEAD') return notFound();
  return versionId === undefined ? noSuchKey(key) : noSuchVersion(key, versionId);
}

const markerHeaders = (marker: ObjectVersion) => ({
  'x-amz-delete-marker': 'true',
  'x-amz-version-id': marker.versionId,
});

function deleted(marker: ObjectVersion, method: string): AwsError {
  const plain = method === 'HEAD' ? notFound() : noSuchKey(marker.key);
  return new AwsError(plain.code, plain.message, {
    status: 404,
    members: plain.members,
    headers: markerHeaders(marker),
  });
}

const markerRead = (marker: ObjectVersion, method: string): AwsError =>
  new AwsError('MethodNotAllowed', 'The specified method is not allowed against this resource.', {
    status: 405,
    members: { Method: method, ResourceType: 'DeleteMarker' },
    headers: { ...markerHeaders(marker), allow: 'DELETE', 'last-modified': new Date(marker.modifiedMs).toUTCString() },
  });
