import type { UploadPartOutput, UploadPartRequest } from '@aws-sdk/client-s3';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { findBucket } from '../buckets/find-bucket.ts';
import { invalidRequest } from '../errors.ts';
import { checksumMember, checksumOf, etagOf, verifiedChecksum } from '../objects/checksums.ts';
import { assertUploadKey } from '../objects/customer-key.ts';
import { encryptionMembers } from '../objects/encryption.ts';
import { assertPartNumber, findUpload, putPart } from '../objects/uploads.ts';
import { wholeSeconds } from '../objects/versions.ts';
import type { S3State, StoredChecksum, Upload } from '../state.ts';

type Input = Given<Omit<UploadPartRequest, 'Body'>> & { readonly Body?: Uint8Array | undefined };

/**
 * Stores one part; parts may come in any order, and again.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPart.html
 */
export const uploadPart: Operation<Input, UploadPartOutput, S3State> = (state, input, context) => {
  findBucket(state, input, context);
  assertPartNumber(input.PartNumber);
  const upload = findUpload(state, input);
  assertUploadKey(upload.encryption, input);
  const bytes = input.Body ?? new Uint8Array();
  const checksum = partChecksum(upload, verifiedChecksum(input, bytes), bytes);
  const etag = etagOf(bytes);
  putPart(state, upload, {
    number: input.PartNumber,
    etag,
    size: bytes.byteLength,
    blob: context.kernel.blobs.put(bytes),
    modifiedMs: wholeSeconds(context.clock.now()),
    ...(checksum && { checksum }),
  });
  return { ETag: etag, ...checksumMember(checksum), ...encryptionMembers(upload.encryption) };
};

/** The part's checksum must be of the kind that the upload was begun with; without one S3 makes it. */
export function partChecksum(
  upload: Upload,
  given: StoredChecksum | undefined,
  bytes: Uint8Array,
): StoredChecksum | undefined {
  const expected = upload.checksum?.algorithm;
  if (expected === undefined) return given;
  if (given && given.algorithm !== expected) {
    throw invalidRequest(
      `Checksum Type mismatch occurred, expected checksum Type: ${expected.toLowerCase()}, actual checksum Type: ${given.algorithm.toLowerCase()}`,
    );
  }
  return given ?? { algorithm: expected, value: checksumOf(expected, bytes), type: 'FULL_OBJECT' };
}
