import {
  conditionalRequestConflict,
  conditionNotImplemented,
  noSuchKey,
  notModified,
  preconditionFailed,
} from '../errors.ts';
import type { StoredObject, Upload } from '../state.ts';

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
  conditions: WriteConditions,
): void {
  const { IfMatch, IfNoneMatch } = conditions;
  assertPossible(conditions);
  if (IfNoneMatch !== undefined && existing) throw preconditionFailed('If-None-Match');
  if (IfMatch !== undefined) assertDeleteCondition(key, existing, IfMatch);
}

type WriteConditions = Pick<ReadConditions, 'IfMatch' | 'IfNoneMatch'>;

/** What S3 answers 501 to: other values than these, and both conditions at once. */
function assertPossible({ IfMatch, IfNoneMatch }: WriteConditions): void {
  const refused = (header: string) =>
    conditionNotImplemented(header, `We don't accept the provided value of ${header} header for this API`);
  if (IfMatch !== undefined && IfNoneMatch !== undefined) {
    throw conditionNotImplemented(
      'If-Match,If-None-Match',
      'Multiple conditional request headers present in the request',
    );
  }
  if (IfNoneMatch !== undefined && IfNoneMatch !== '*') throw refused('If-None-Match');
  if (IfMatch === '*') throw refused('If-Match');
}

/** The same for a deletion, where `*` stands for whatever is there. */
export function assertDeleteCondition(key: string, existing: StoredObject | undefined, ifMatch: string): void {
  if (!existing) throw noSuchKey(key);
  if (!names(ifMatch, existing.etag)) throw preconditionFailed('If-Match');
}

/** What tells one writing of a key from another. */
export const writingOf = (object: StoredObject | undefined): string =>
  object ? [object.versionId, object.sequence, object.modifiedMs, object.etag].join(' ') : '';

/**
 * The same for an upload that took its time: the key must hold what it held when the upload began. Throws
 * ConditionalRequestConflict where it does not.
 */
export function assertUploadConditions(
  upload: Upload,
  existing: StoredObject | undefined,
  conditions: WriteConditions,
): void {
  const { IfMatch, IfNoneMatch } = conditions;
  if (IfMatch === undefined && IfNoneMatch === undefined) return;
  assertPossible(conditions);
  const isChanged = upload.writingAtStart !== undefined && upload.writingAtStart !== writingOf(existing);
  if (isChanged && existing) {
    throw conditionalRequestConflict(IfMatch === undefined ? 'If-None-Match' : 'If-Match', upload.key);
  }
  assertWriteConditions(upload.key, existing, conditions);
}

/** Whether a header's list of entity tags, with or without quotation marks, has this one in it. */
function names(header: string, etag: string): boolean {
  const bare = etag.replaceAll('"', '');
  return header.split(',').some((one) => {
    const wish = one.trim().replace(/^W\//, '').replaceAll('"', '');
    return wish === '*' || wish === bare;
  });
}
