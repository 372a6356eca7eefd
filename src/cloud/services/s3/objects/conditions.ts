import { UnsupportedError } from '../../../kernel/errors.ts';
import { noSuchKey, notModified, preconditionFailed } from '../errors.ts';
import type { StoredObject } from '../state.ts';

/** The conditional headers of a read, as members of its input. */
export interface ReadConditions {
  readonly IfMatch?: string | undefined;
  readonly IfNoneMatch?: string | undefined;
  readonly IfModifiedSince?: Date | undefined;
  readonly IfUnmodifiedSince?: Date | undefined;
}

/**
 * Throws 412 or 304 when a condition of a read does not hold. Entity tags win over dates.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-reads.html
 */
export function assertReadConditions(object: StoredObject, conditions: ReadConditions): void {
  const { IfMatch, IfNoneMatch, IfModifiedSince, IfUnmodifiedSince } = conditions;
  if (IfMatch !== undefined) {
    if (!names(IfMatch, object.etag)) throw preconditionFailed('If-Match');
  } else if (IfUnmodifiedSince && object.modifiedMs > IfUnmodifiedSince.getTime()) {
    throw preconditionFailed('If-Unmodified-Since');
  }
  const isUnchanged =
    IfNoneMatch !== undefined
      ? names(IfNoneMatch, object.etag)
      : IfModifiedSince !== undefined && object.modifiedMs <= IfModifiedSince.getTime();
  if (isUnchanged) {
    throw notModified({ etag: object.etag, 'last-modified': new Date(object.modifiedMs).toUTCString() });
  }
}

/** The same for the source of a copy, where everything that does not hold is 412. */
export function assertCopyConditions(object: StoredObject, conditions: ReadConditions): void {
  const { IfMatch, IfNoneMatch, IfModifiedSince, IfUnmodifiedSince } = conditions;
  if (IfMatch !== undefined && !names(IfMatch, object.etag)) throw preconditionFailed('x-amz-copy-source-If-Match');
  if (IfMatch === undefined && IfUnmodifiedSince && object.modifiedMs > IfUnmodifiedSince.getTime()) {
    throw preconditionFailed('x-amz-copy-source-If-Unmodified-Since');
  }
  if (IfNoneMatch !== undefined && names(IfNoneMatch, object.etag)) {
    throw preconditionFailed('x-amz-copy-source-If-None-Match');
  }
  if (IfNoneMatch === undefined && IfModifiedSince && object.modifiedMs <= IfModifiedSince.getTime()) {
    throw preconditionFailed('x-amz-copy-source-If-Modified-Since');
  }
}

/**
 * Throws when a write must not happen: the key is taken (`If-None-Match: *`) or holds something else (`If-Match`).
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 */
export function assertWriteConditions(
  key: string,
  existing: StoredObject | undefined,
  { IfMatch, IfNoneMatch }: Pick<ReadConditions, 'IfMatch' | 'IfNoneMatch'>,
): void {
  if (IfNoneMatch !== undefined) {
    if (IfNoneMatch !== '*') throw new UnsupportedError('writes with If-None-Match other than *; nor does S3');
    if (existing) throw preconditionFailed('If-None-Match');
  }
  if (IfMatch === undefined) return;
  if (!existing) throw noSuchKey(key);
  if (!names(IfMatch, existing.etag)) throw preconditionFailed('If-Match');
}

/** Whether a header's list of entity tags, with or without quotation marks, has this one in it. */
function names(header: string, etag: string): boolean {
  const bare = etag.replaceAll('"', '');
  return header.split(',').some((one) => {
    const wish = one.trim().replace(/^W\//, '').replaceAll('"', '');
    return wish === '*' || wish === bare;
  });
}
