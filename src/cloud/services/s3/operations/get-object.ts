import type { GetObjectOutput, GetObjectRequest, HeadObjectOutput, HeadObjectRequest } from '@aws-sdk/client-s3';
import { AwsError } from '../../../kernel/errors.ts';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { findBucket } from '../buckets/find-bucket.ts';
import { invalidRequest, notFound } from '../errors.ts';
import { expirationMember } from '../lifecycle/expiration.ts';
import { checksumMember } from '../objects/checksums.ts';
import { assertReadConditions } from '../objects/conditions.ts';
import { assertCustomerKey } from '../objects/customer-key.ts';
import { assertReadable, encryptionMembers } from '../objects/encryption.ts';
import { findObject } from '../objects/find-object.ts';
import { lockMembers } from '../objects/object-lock.ts';
import { type ByteRange, rangeOf } from '../objects/ranges.ts';
import { settingsMembers } from '../objects/settings.ts';
import { assertPartNumber } from '../objects/uploads.ts';
import { currentObject } from '../objects/versions.ts';
import { bytesOf } from '../objects/write-object.ts';
import type { S3State, StoredObject } from '../state.ts';

type GetInput = Given<GetObjectRequest>;
type Found = Omit<GetObjectOutput, 'Body'>;
/** In the wire's shape: bytes, not a stream. */
type GetOutput = Found & { readonly Body: Uint8Array };

/**
 * The bytes of an object, of a version, a range or a part of it. What KMS encrypts is readable while KMS gives its key.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
 */
export const getObject: Operation<GetInput, GetOutput, S3State> = async (state, input, context) => {
  const { object, range, members } = read(state, input, context, 'GET');
  // Ahead of the wait: the object may be gone behind it, and its bytes with it.
  const bytes = bytesOf(object.blob, context);
  await assertReadable(input.Bucket, object, context);
  return { ...members, Body: range ? bytes.subarray(range.start, range.end + 1) : bytes };
};

/** As GetObject without the bytes; https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html */
export const headObject: Operation<Given<HeadObjectRequest>, HeadObjectOutput, S3State> = (state, input, context) => {
  if (!state.buckets.has(input.Bucket)) throw notFound();
  return read(state, input, context, 'HEAD').members;
};

function read(state: S3State, input: GetInput | Given<HeadObjectRequest>, context: Context, method: 'GET' | 'HEAD') {
  const bucket = findBucket(state, input, context);
  const object = findObject(state, input, method);
  assertCustomerKey(object.encryption, input);
  assertReadConditions(object, input);
  const range = partOf(object, input.PartNumber, input.Range) ?? rangeOf(input.Range, object.size);
  const isWhole = range === undefined || range.end - range.start + 1 === object.size;
  const members: Found = {
    AcceptRanges: 'bytes',
    LastModified: new Date(object.modifiedMs),
    ContentLength: range ? range.end - range.start + 1 : object.size,
    ETag: object.etag,
    ...(range && { ContentRange: `bytes ${range.start}-${range.end}/${object.size}` }),
    ...(bucket.versioning && { VersionId: object.versionId }),
    ...(input.ChecksumMode?.toUpperCase() === 'ENABLED' && checksumOfRead(object, input.PartNumber, isWhole)),
    ...encryptionMembers(object.encryption),
    ...settingsMembers(object),
    ...lockMembers(object),
    ...(currentObject(state, bucket.name, object.key) === object && expirationMember(bucket, object)),
    ...(input.PartNumber !== undefined && object.partSizes && { PartsCount: object.partSizes.length }),
    ...overrides(input),
  };
  return { object, range, members };
}

/** Of the whole object or, where one part of several is read, of that part. Nothing for a mere range. */
function checksumOfRead(object: StoredObject, part: number | undefined, isWhole: boolean): Partial<Found> {
  const { checksum, parts } = object;
  if (part !== undefined && parts) {
    const own = parts[part - 1]?.checksum;
    return own ? { ...checksumMember(own), ChecksumType: checksum.type } : {};
  }
  return isWhole ? { ...checksumMember(checksum), ChecksumType: checksum.type } : {};
}

/** Headers that the reader wants in the place of the stored ones. */
function overrides(input: GetInput | Given<HeadObjectRequest>): Partial<Found> {
  return {
    ...(input.ResponseCacheControl !== undefined && { CacheControl: input.ResponseCacheControl }),
    ...(input.ResponseContentDisposition !== undefined && { ContentDisposition: input.ResponseContentDisposition }),
    ...(input.ResponseContentEncoding !== undefined && { ContentEncoding: input.ResponseContentEncoding }),
    ...(input.ResponseContentLanguage !== undefined && { ContentLanguage: input.ResponseContentLanguage }),
    ...(input.ResponseContentType !== undefined && { ContentType: input.ResponseContentType }),
    ...(input.ResponseExpires && {
      Expires: input.ResponseExpires,
      ExpiresString: input.ResponseExpires.toUTCString(),
    }),
  };
}

/** The bytes of one part of what was uploaded in parts; an object in one piece is its own part 1. */
function partOf(object: StoredObject, part: number | undefined, range: string | undefined): ByteRange | undefined {
  if (part === undefined) return undefined;
  assertPartNumber(part);
  if (range !== undefined) throw invalidRequest('Cannot specify both Range header and partNumber query parameter');
  const sizes = object.partSizes ?? [object.size];
  const size = sizes[part - 1];
  if (size === undefined) {
    throw new AwsError('InvalidPartNumber', 'The requested partnumber is not satisfiable', {
      status: 416,
      members: { PartNumberRequested: String(part), ActualPartCount: String(sizes.length) },
    });
  }
  if (size === 0) return undefined;
  const start = sizes.slice(0, part - 1).reduce((sum, bytes) => sum + bytes, 0);
  return { start, end: start + size - 1 };
}
