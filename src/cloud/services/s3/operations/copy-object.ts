import type { CopyObjectOutput, CopyObjectRequest } from '@aws-sdk/client-s3';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { findBucket } from '../buckets/find-bucket.ts';
import { invalidArgument, invalidRequest } from '../errors.ts';
import { expirationMember } from '../lifecycle/expiration.ts';
import { algorithmOf, checksumMember, checksumOf, etagOf } from '../objects/checksums.ts';
import { assertWriteConditions } from '../objects/conditions.ts';
import { findCopySource } from '../objects/copy-source.ts';
import { encryptionFor, encryptionMembers } from '../objects/encryption.ts';
import { assertKey, settingsOf } from '../objects/settings.ts';
import { currentObject } from '../objects/versions.ts';
import { writeObject } from '../objects/write-object.ts';
import type { Bucket, ObjectSettings, S3State, StoredChecksum, StoredObject } from '../state.ts';

type Input = Given<CopyObjectRequest>;

/**
 * Copies bytes, and settings unless a directive says otherwise. Throws InvalidRequest for a copy onto itself that
 * changes nothing.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html
 */
export const copyObject: Operation<Input, CopyObjectOutput, S3State> = async (state, input, context) => {
  const bucket = findBucket(state, input, context);
  assertKey(input.Key);
  assertDirectives(input);
  const source = await findCopySource(state, input, context);
  const { object, bytes } = source;
  if (source.bucket.name === bucket.name && object.key === input.Key) assertChanges(input);
  const settings = copiedSettings(bucket, object, input, context);
  const encryption = await encryptionFor(bucket, input.Key, input, context);
  const checksum = copiedChecksum(object, algorithmOf(input.ChecksumAlgorithm), bytes);
  assertWriteConditions(input.Key, currentObject(state, input.Bucket, input.Key), input);
  const copy = writeObject(
    state,
    findBucket(state, input, context),
    { key: input.Key, bytes, etag: etagOf(bytes), checksum, encryption, settings, event: 'ObjectCreated:Copy' },
    context,
  );
  return {
    CopyObjectResult: {
      ETag: copy.etag,
      LastModified: new Date(copy.modifiedMs),
      ...checksumMember(checksum),
      ChecksumType: checksum.type,
    },
    ...(source.bucket.versioning && { CopySourceVersionId: object.versionId }),
    ...(bucket.versioning === 'Enabled' && { VersionId: copy.versionId }),
    ...encryptionMembers(encryption),
    ...expirationMember(bucket, copy),
  };
};

function assertDirectives({ MetadataDirective, TaggingDirective }: Input): void {
  assertDirective('metadata', MetadataDirective);
  assertDirective('tagging', TaggingDirective);
}

function assertDirective(kind: string, directive: string | undefined): void {
  if (directive === undefined || directive === 'COPY' || directive === 'REPLACE') return;
  throw invalidArgument(`Unknown ${kind} directive.`, `x-amz-${kind}-directive`, directive);
}

/** The source's settings, each replaced where a directive says so. */
function copiedSettings(bucket: Bucket, source: StoredObject, input: Input, context: Context): ObjectSettings {
  const own = settingsOf(bucket, input, context);
  const replaces = input.MetadataDirective === 'REPLACE';
  return {
    ...own,
    headers: replaces ? own.headers : source.headers,
    metadata: replaces ? own.metadata : source.metadata,
    tags: input.TaggingDirective === 'REPLACE' ? own.tags : source.tags,
  };
}

/** A checksum of parts cannot be kept: the copy is in one piece. */
function copiedChecksum(
  source: StoredObject,
  wish: StoredChecksum['algorithm'] | undefined,
  bytes: Uint8Array,
): StoredChecksum {
  const algorithm = wish ?? source.checksum.algorithm;
  if (algorithm === source.checksum.algorithm && source.checksum.type === 'FULL_OBJECT') return source.checksum;
  return { algorithm, value: checksumOf(algorithm, bytes), type: 'FULL_OBJECT' };
}

function assertChanges(input: Input): void {
  const changes =
    input.MetadataDirective === 'REPLACE' ||
    input.StorageClass !== undefined ||
    input.WebsiteRedirectLocation !== undefined ||
    input.ServerSideEncryption !== undefined ||
    input.CopySource.includes('versionId=');
  if (changes) return;
  throw invalidRequest(
    "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
  );
}
