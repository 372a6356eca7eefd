import { raise } from '../../../kernel/errors.ts';
import { invalidArgument, noSuchUpload } from '../errors.ts';
import type { Part, S3State, Upload } from '../state.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html */
export const partNumberMax = 10_000;

/** The upload in progress that an input names; an id of another key's upload is as unknown as any. */
export function findUpload(
  state: S3State,
  input: { readonly Bucket: string; readonly Key: string; readonly UploadId: string },
): Upload {
  const upload = state.uploads(input.Bucket).get(input.UploadId);
  return upload?.key === input.Key ? upload : raise(noSuchUpload(input.UploadId));
}

/** Throws InvalidArgument. */
export function assertPartNumber(number: number): void {
  if (number >= 1 && number <= partNumberMax) return;
  throw invalidArgument(
    `Part number must be an integer between 1 and ${partNumberMax}, inclusive`,
    'partNumber',
    number,
  );
}

/** A later upload of the same number replaces the earlier. */
export function putPart(state: S3State, upload: Upload, part: Part): void {
  state.parts(upload.id).set(String(part.number).padStart(5, '0'), part);
}

/** Forgets an upload with all its parts, whether it was completed or aborted. */
export function endUpload(state: S3State, bucket: string, upload: Upload): void {
  state.uploads(bucket).delete(upload.id);
  state.dropParts(upload.id);
}
