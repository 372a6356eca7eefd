import type { CopyObjectRequest } from '@aws-sdk/client-s3';
import { UnsupportedError } from '../../../kernel/errors.ts';
import type { Context } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { findBucket } from '../buckets/find-bucket.ts';
import { invalidArgument, invalidRequest } from '../errors.ts';
import type { Bucket, S3State, StoredObject } from '../state.ts';
import { assertCopyConditions } from './conditions.ts';
import { assertCustomerKey } from './customer-key.ts';
import { assertReadable } from './encryption.ts';
import { findObject } from './find-object.ts';
import { findVersion } from './versions.ts';
import { bytesOf } from './write-object.ts';

type Input = Pick<
  Given<CopyObjectRequest>,
  | 'CopySource'
  | 'CopySourceIfMatch'
  | 'CopySourceIfModifiedSince'
  | 'CopySourceIfNoneMatch'
  | 'CopySourceIfUnmodifiedSince'
  | 'CopySourceSSECustomerAlgorithm'
  | 'CopySourceSSECustomerKey'
  | 'CopySourceSSECustomerKeyMD5'
  | 'ExpectedSourceBucketOwner'
>;

/** The object that `x-amz-copy-source` names, if it may be read and its conditions hold. */
export async function findCopySource(
  state: S3State,
  input: Input,
  context: Context,
): Promise<{ readonly bucket: Bucket; readonly object: StoredObject; readonly bytes: Uint8Array }> {
  const source = parseCopySource(input.CopySource);
  const bucket = findBucket(state, { ...source, ExpectedBucketOwner: input.ExpectedSourceBucketOwner }, context);
  assertNoMarker(state, source);
  const object = findObject(state, source);
  assertCustomerKey(object.encryption, {
    SSECustomerAlgorithm: input.CopySourceSSECustomerAlgorithm,
    SSECustomerKey: input.CopySourceSSECustomerKey,
    SSECustomerKeyMD5: input.CopySourceSSECustomerKeyMD5,
  });
  assertCopyConditions(object, {
    IfMatch: input.CopySourceIfMatch,
    IfNoneMatch: input.CopySourceIfNoneMatch,
    IfModifiedSince: input.CopySourceIfModifiedSince,
    IfUnmodifiedSince: input.CopySourceIfUnmodifiedSince,
  });
  // Ahead of the wait: the object may be gone behind it, and its bytes with it.
  const bytes = bytesOf(object.blob, context);
  await assertReadable(source.Bucket, object, context);
  return { bucket, object, bytes };
}

/** A delete marker that its id names can be read by nobody. */
function assertNoMarker(state: S3State, { Bucket, Key, VersionId }: ReturnType<typeof parseCopySource>): void {
  if (VersionId === undefined || findVersion(state, Bucket, Key, VersionId)?.kind !== 'marker') return;
  throw invalidRequest('The source of a copy request may not specifically refer to a delete marker by version id.');
}

/** `bucket/key?versionId=…`, encoded as in a form (`+` is a space), with or without a slash in front. */
function parseCopySource(header: string) {
  if (header.startsWith('arn:')) throw new UnsupportedError('S3 access points as source of a copy');
  const [path = '', query = ''] = header.replace(/^\//, '').split('?', 2);
  const decoded = decode(path, header);
  const slash = decoded.indexOf('/');
  if (slash <= 0 || slash === decoded.length - 1) throw invalidSource(header);
  const VersionId = new URLSearchParams(query).get('versionId') ?? undefined;
  return { Bucket: decoded.slice(0, slash), Key: decoded.slice(slash + 1), VersionId };
}

function decode(path: string, header: string): string {
  try {
    return decodeURIComponent(path.replaceAll('+', ' '));
  } catch {
    throw invalidSource(header);
  }
}

const invalidSource = (header: string) =>
  invalidArgument('Invalid copy source object key', 'x-amz-copy-source', header);
