import type { ListMultipartUploadsOutput, ListMultipartUploadsRequest, MultipartUpload } from '@aws-sdk/client-s3';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { findBucket } from '../buckets/find-bucket.ts';
import { namedOwnerOf } from '../buckets/owner.ts';
import { commonPrefix, encoderOf } from '../objects/listing.ts';
import { sortKey } from '../objects/versions.ts';
import type { S3State, Upload } from '../state.ts';
import { pageLimit } from './list-objects.ts';

type Input = Given<ListMultipartUploadsRequest>;

/** By key, then by age; https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListMultipartUploads.html */
export const listMultipartUploads: Operation<Input, ListMultipartUploadsOutput, S3State> = (state, input, context) => {
  findBucket(state, input, context);
  const { Prefix = '', Delimiter = '', KeyMarker = '', UploadIdMarker = '' } = input;
  const limit = pageLimit(input.MaxUploads, 'max-uploads');
  const all = [...state.uploads(input.Bucket).values()].sort(byKeyThenAge);
  const uploads: Upload[] = [];
  const prefixes = new Set<string>();
  let isTruncated = false;
  let next = { key: '', id: '' };
  for (const upload of behind(all, KeyMarker, UploadIdMarker)) {
    if (!upload.key.startsWith(Prefix)) continue;
    const common = commonPrefix(upload.key, Prefix, Delimiter);
    if (common !== undefined && (prefixes.has(common) || KeyMarker.startsWith(common))) continue;
    isTruncated = uploads.length + prefixes.size >= limit;
    if (isTruncated) break;
    if (common === undefined) uploads.push(upload);
    else prefixes.add(common);
    next = common === undefined ? upload : { key: common, id: '' };
  }
  const encode = encoderOf(input.EncodingType);
  return {
    Bucket: input.Bucket,
    KeyMarker: encode(KeyMarker),
    UploadIdMarker,
    MaxUploads: limit,
    IsTruncated: isTruncated,
    ...(Prefix !== '' && { Prefix: encode(Prefix) }),
    ...(Delimiter !== '' && { Delimiter: encode(Delimiter) }),
    ...(input.EncodingType && { EncodingType: input.EncodingType }),
    NextKeyMarker: encode(next.key),
    NextUploadIdMarker: next.id,
    Uploads: uploads.map((upload) => listed(upload, encode, context.account)),
    CommonPrefixes: [...prefixes].map((prefix) => ({ Prefix: encode(prefix) })),
  };
};

function byKeyThenAge(a: Upload, b: Upload): number {
  const [left, right] = [sortKey(a.key), sortKey(b.key)];
  if (left !== right) return left < right ? -1 : 1;
  return a.startedMs - b.startedMs || (a.id < b.id ? -1 : 1);
}

function behind(uploads: readonly Upload[], key: string, id: string): readonly Upload[] {
  if (key === '') return uploads;
  const marked = uploads.findIndex((upload) => upload.key === key && upload.id === id);
  if (marked >= 0) return uploads.slice(marked + 1);
  return uploads.filter((upload) => sortKey(upload.key) > sortKey(key));
}

function listed(upload: Upload, encode: (text: string) => string, account: string): MultipartUpload {
  const owner = namedOwnerOf(account);
  return {
    UploadId: upload.id,
    Key: encode(upload.key),
    Initiated: new Date(upload.startedMs),
    StorageClass: upload.settings.storageClass,
    Owner: owner,
    Initiator: owner,
    ...(upload.checksum && { ChecksumAlgorithm: upload.checksum.algorithm, ChecksumType: upload.checksum.type }),
  };
}
