import type { UploadPartCopyOutput, UploadPartCopyRequest } from '@aws-sdk/client-s3';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { findBucket } from '../buckets/find-bucket.ts';
import { invalidArgument } from '../errors.ts';
import { checksumMember, etagOf } from '../objects/checksums.ts';
import { findCopySource } from '../objects/copy-source.ts';
import { assertUploadKey } from '../objects/customer-key.ts';
import { encryptionMembers } from '../objects/encryption.ts';
import { copyRangeOf } from '../objects/ranges.ts';
import { assertPartNumber, findUpload, putPart } from '../objects/uploads.ts';
import { wholeSeconds } from '../objects/versions.ts';
import type { S3State } from '../state.ts';
import { partChecksum } from './upload-part.ts';

/**
 * One part out of an object that is there, or out of a range of it.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPartCopy.html
 */
export const uploadPartCopy: Operation<Given<UploadPartCopyRequest>, UploadPartCopyOutput, S3State> = async (
  state,
  input,
  context,
) => {
  findBucket(state, input, context);
  assertPartNumber(input.PartNumber);
  const source = await findCopySource(state, input, context);
  const upload = findUpload(state, input);
  assertUploadKey(upload.encryption, input);
  const bytes = chosenBytes(source.bytes, input.CopySourceRange);
  const checksum = partChecksum(upload, undefined, bytes);
  const part = {
    number: input.PartNumber,
    etag: etagOf(bytes),
    size: bytes.byteLength,
    blob: context.kernel.blobs.put(bytes),
    modifiedMs: wholeSeconds(context.clock.now()),
    ...(checksum && { checksum }),
  };
  putPart(state, upload, part);
  return {
    CopyPartResult: { ETag: part.etag, LastModified: new Date(part.modifiedMs), ...checksumMember(checksum) },
    ...(source.bucket.versioning && { CopySourceVersionId: source.object.versionId }),
    ...encryptionMembers(upload.encryption),
  };
};

function chosenBytes(bytes: Uint8Array, header: string | undefined): Uint8Array {
  if (header === undefined) return bytes;
  const range = copyRangeOf(header, bytes.byteLength);
  if (range === 'malformed') {
    throw invalidArgument(
      'The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy',
      'x-amz-copy-source-range',
      header,
    );
  }
  if (range) return bytes.slice(range.start, range.end + 1);
  throw invalidArgument(
    `Range specified is not valid for source object of size: ${bytes.byteLength}`,
    'x-amz-copy-source-range',
    header,
  );
}
