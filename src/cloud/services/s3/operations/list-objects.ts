import type {
  _Object,
  CommonPrefix,
  ListObjectsOutput,
  ListObjectsRequest,
  ListObjectsV2Output,
  ListObjectsV2Request,
} from '@aws-sdk/client-s3';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { findBucket } from '../buckets/find-bucket.ts';
import { ownerOf } from '../buckets/owner.ts';
import { invalidArgument } from '../errors.ts';
import { encoderOf, type Listed, listObjects as listPage } from '../objects/listing.ts';
import type { S3State, StoredObject } from '../state.ts';

const keysMax = 1000;

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html */
export const listObjectsV2: Operation<Given<ListObjectsV2Request>, ListObjectsV2Output, S3State> = (
  state,
  input,
  context,
) => {
  findBucket(state, input, context);
  const { Prefix = '', Delimiter = '', ContinuationToken, StartAfter = '' } = input;
  const after = ContinuationToken === undefined ? StartAfter : fromToken(ContinuationToken);
  const limit = pageLimit(input.MaxKeys);
  const { entries, isTruncated } = listPage(state, input.Bucket, {
    prefix: Prefix,
    delimiter: Delimiter,
    after,
    limit,
  });
  const encode = encoderOf(input.EncodingType);
  const last = entries.at(-1);
  return {
    Name: input.Bucket,
    Prefix: encode(Prefix),
    MaxKeys: limit,
    KeyCount: entries.length,
    IsTruncated: isTruncated,
    ...(Delimiter !== '' && { Delimiter: encode(Delimiter) }),
    ...(input.EncodingType && { EncodingType: input.EncodingType }),
    ...(ContinuationToken !== undefined && { ContinuationToken }),
    ...(StartAfter !== '' && { StartAfter: encode(StartAfter) }),
    ...(isTruncated && last && { NextContinuationToken: toToken(last.name) }),
    ...contents(entries, encode, input.FetchOwner ? context.account : undefined),
  };
};

/** The older form, which counts on by key; https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjects.html */
export const listObjects: Operation<Given<ListObjectsRequest>, ListObjectsOutput, S3State> = (
  state,
  input,
  context,
) => {
  findBucket(state, input, context);
  const { Prefix = '', Delimiter = '', Marker = '' } = input;
  const limit = pageLimit(input.MaxKeys);
  const query = { prefix: Prefix, delimiter: Delimiter, after: Marker, limit };
  const { entries, isTruncated } = listPage(state, input.Bucket, query);
  const encode = encoderOf(input.EncodingType);
  const last = entries.at(-1);
  return {
    Name: input.Bucket,
    Prefix: encode(Prefix),
    Marker: encode(Marker),
    MaxKeys: limit,
    IsTruncated: isTruncated,
    ...(Delimiter !== '' && { Delimiter: encode(Delimiter) }),
    ...(input.EncodingType && { EncodingType: input.EncodingType }),
    // Without a delimiter the client goes on behind the last key.
    ...(isTruncated && last && Delimiter !== '' && { NextMarker: encode(last.name) }),
    ...contents(entries, encode, context.account),
  };
};

function contents(entries: readonly Listed[], encode: (text: string) => string, ownerAccount: string | undefined) {
  const Contents: _Object[] = [];
  const CommonPrefixes: CommonPrefix[] = [];
  for (const entry of entries) {
    if (entry.kind === 'prefix') CommonPrefixes.push({ Prefix: encode(entry.name) });
    else Contents.push(listed(entry.object, encode, ownerAccount));
  }
  return {
    ...(Contents.length > 0 && { Contents }),
    ...(CommonPrefixes.length > 0 && { CommonPrefixes }),
  };
}

const listed = (object: StoredObject, encode: (text: string) => string, ownerAccount: string | undefined): _Object => ({
  Key: encode(object.key),
  LastModified: new Date(object.modifiedMs),
  ETag: object.etag,
  ChecksumAlgorithm: [object.checksum.algorithm],
  ChecksumType: object.checksum.type,
  Size: object.size,
  StorageClass: object.storageClass as NonNullable<_Object['StorageClass']>,
  ...(ownerAccount !== undefined && { Owner: ownerOf(ownerAccount) }),
});

/** `max-keys` may ask for less than a thousand, never for more. Throws InvalidArgument. */
export function pageLimit(wish: number | undefined, name = 'maxKeys'): number {
  if (wish === undefined) return keysMax;
  if (wish < 0) throw invalidArgument(`Argument ${name} must be an integer between 0 and 2147483647`, name, wish);
  return Math.min(wish, keysMax);
}

/** The first byte tells our tokens from made-up ones. */
const toToken = (name: string): string => Buffer.from(`1${name}`).toString('base64');

function fromToken(token: string): string {
  const text = Buffer.from(token, 'base64').toString();
  if (!text.startsWith('1')) {
    throw invalidArgument('The continuation token provided is incorrect', 'continuation-token', token);
  }
  return text.slice(1);
}
