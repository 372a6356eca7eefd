import type {
  DeleteMarkerEntry,
  ObjectVersion as ListedVersion,
  ListObjectVersionsOutput,
  ListObjectVersionsRequest,
} from '@aws-sdk/client-s3';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { findBucket } from '../buckets/find-bucket.ts';
import { ownerOf } from '../buckets/owner.ts';
import { invalidArgument } from '../errors.ts';
import { commonPrefix, encoderOf } from '../objects/listing.ts';
import { findVersion, isVersionId, placeOf, versionKey, versionPrefix } from '../objects/versions.ts';
import type { ObjectVersion, S3State } from '../state.ts';
import { pageLimit } from './list-objects.ts';

type Input = Given<ListObjectVersionsRequest>;

interface Page {
  readonly versions: ObjectVersion[];
  readonly prefixes: string[];
  /** What the page ended with, if there is more. */
  readonly next?: { readonly key: string; readonly versionId?: string };
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectVersions.html */
export const listObjectVersions: Operation<Input, ListObjectVersionsOutput, S3State> = (state, input, context) => {
  findBucket(state, input, context);
  if (input.VersionIdMarker && !input.KeyMarker) {
    throw invalidArgument(
      'A version-id marker cannot be specified without a key marker.',
      'version-id-marker',
      input.VersionIdMarker,
    );
  }
  if (input.VersionIdMarker === '') {
    throw invalidArgument('A version-id marker cannot be empty.', 'version-id-marker', '');
  }
  if (input.VersionIdMarker !== undefined && !isVersionId(input.VersionIdMarker)) {
    throw invalidArgument('Invalid version id specified', 'version-id-marker', input.VersionIdMarker);
  }
  const limit = pageLimit(input.MaxKeys);
  const page = pageOfVersions(state, input, limit);
  const encode = encoderOf(input.EncodingType);
  const isLatest = latestAmong(state, input.Bucket);
  const owner = ownerOf(context.account);
  return {
    Name: input.Bucket,
    Prefix: encode(input.Prefix ?? ''),
    KeyMarker: encode(input.KeyMarker ?? ''),
    VersionIdMarker: input.VersionIdMarker ?? '',
    MaxKeys: limit,
    IsTruncated: page.next !== undefined,
    ...(input.Delimiter && { Delimiter: encode(input.Delimiter) }),
    ...(input.EncodingType && { EncodingType: input.EncodingType }),
    ...(page.next && { NextKeyMarker: encode(page.next.key), NextVersionIdMarker: page.next.versionId }),
    Versions: page.versions.flatMap((version) => listedVersion(version, isLatest, encode, owner)),
    DeleteMarkers: page.versions.flatMap((version) => listedMarker(version, isLatest, encode, owner)),
    CommonPrefixes: page.prefixes.map((prefix) => ({ Prefix: encode(prefix) })),
  };
};

/** Pages count versions, delete markers and common prefixes alike. */
function pageOfVersions(state: S3State, input: Input, limit: number): Page {
  const { Prefix = '', Delimiter = '' } = input;
  const versions: ObjectVersion[] = [];
  const prefixes: string[] = [];
  let last: Page['next'];
  for (const version of versionsBehind(state, input)) {
    const common = commonPrefix(version.key, Prefix, Delimiter);
    if (common !== undefined && (common === prefixes.at(-1) || input.KeyMarker?.startsWith(common))) continue;
    if (versions.length + prefixes.length >= limit) return { versions, prefixes, ...(last && { next: last }) };
    if (common === undefined) versions.push(version);
    else prefixes.push(common);
    last = common === undefined ? { key: version.key, versionId: version.versionId } : { key: common };
  }
  return { versions, prefixes };
}

/** All versions whose key has the prefix, behind the markers. */
function* versionsBehind(state: S3State, input: Input): Generator<ObjectVersion> {
  const { Bucket, KeyMarker, Prefix = '', VersionIdMarker } = input;
  const marked = KeyMarker && VersionIdMarker ? findVersion(state, Bucket, KeyMarker, VersionIdMarker) : undefined;
  const first = placeOf(Prefix);
  const behind = marked ? versionKey(marked) : KeyMarker ? `${versionPrefix(KeyMarker)}~` : '';
  const range = behind > first ? { after: behind } : { from: first };
  for (const [place, version] of state.versions(Bucket).entries(range)) {
    if (!place.startsWith(first)) return;
    yield version;
  }
}

function latestAmong(state: S3State, bucket: string): (version: ObjectVersion) => boolean {
  return (version) => {
    for (const newest of state.versions(bucket).values({ from: versionPrefix(version.key) })) return newest === version;
    return false;
  };
}

type Owner = ReturnType<typeof ownerOf>;

function listedVersion(
  version: ObjectVersion,
  isLatest: (version: ObjectVersion) => boolean,
  encode: (text: string) => string,
  Owner: Owner,
): ListedVersion[] {
  if (version.kind !== 'object') return [];
  return [
    {
      Key: encode(version.key),
      VersionId: version.versionId,
      IsLatest: isLatest(version),
      LastModified: new Date(version.modifiedMs),
      ETag: version.etag,
      ChecksumAlgorithm: [version.checksum.algorithm],
      ChecksumType: version.checksum.type,
      Size: version.size,
      StorageClass: version.storageClass as NonNullable<ListedVersion['StorageClass']>,
      Owner,
    },
  ];
}

function listedMarker(
  version: ObjectVersion,
  isLatest: (version: ObjectVersion) => boolean,
  encode: (text: string) => string,
  Owner: Owner,
): DeleteMarkerEntry[] {
  if (version.kind !== 'marker') return [];
  return [
    {
      Key: encode(version.key),
      VersionId: version.versionId,
      IsLatest: isLatest(version),
      LastModified: new Date(version.modifiedMs),
      Owner,
    },
  ];
}
