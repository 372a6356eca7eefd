import type { ListPartsOutput, ListPartsRequest } from '@aws-sdk/client-s3';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { findBucket } from '../buckets/find-bucket.ts';
import { namedOwnerOf } from '../buckets/owner.ts';
import { invalidArgument } from '../errors.ts';
import { checksumMember } from '../objects/checksums.ts';
import { findUpload } from '../objects/uploads.ts';
import type { S3State } from '../state.ts';
import { pageLimit } from './list-objects.ts';

/**
 * The parts of an upload in progress, by number.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListParts.html
 */
export const listParts: Operation<Given<ListPartsRequest>, ListPartsOutput, S3State> = (state, input, context) => {
  findBucket(state, input, context);
  const upload = findUpload(state, input);
  const after = markerOf(input.PartNumberMarker);
  const limit = pageLimit(input.MaxParts, 'max-parts');
  const rest = [...state.parts(upload.id).values()].filter((part) => part.number > after);
  const page = rest.slice(0, limit);
  const owner = namedOwnerOf(context.account);
  return {
    Bucket: input.Bucket,
    Key: input.Key,
    UploadId: upload.id,
    PartNumberMarker: String(after),
    NextPartNumberMarker: String(page.at(-1)?.number ?? 0),
    MaxParts: limit,
    IsTruncated: page.length < rest.length,
    Parts: page.map((part) => ({
      PartNumber: part.number,
      LastModified: new Date(part.modifiedMs),
      ETag: part.etag,
      Size: part.size,
      ...checksumMember(part.checksum),
    })),
    Initiator: owner,
    Owner: owner,
    StorageClass: upload.settings.storageClass,
    ...(upload.checksum && { ChecksumAlgorithm: upload.checksum.algorithm, ChecksumType: upload.checksum.type }),
  };
};

/** The marker is text to the model, and a number to S3. */
function markerOf(marker = ''): number {
  const number = Number(marker);
  if (/^\d*$/.test(marker) && number <= 2 ** 31 - 1) return number;
  const message = 'Provided part-number-marker not an integer or within integer range';
  throw invalidArgument(message, 'part-number-marker', marker);
}
