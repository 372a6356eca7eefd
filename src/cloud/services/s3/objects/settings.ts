import type { CreateMultipartUploadRequest, PutObjectRequest, StorageClass } from '@aws-sdk/client-s3';
import { AwsError, UnsupportedError } from '../../../kernel/errors.ts';
import type { Context } from '../../../service-kit/contract.ts';
import { askedAcl, assertAcl } from '../buckets/acl.ts';
import type { HeaderGrants } from '../buckets/grants.ts';
import { tagsFromHeader } from '../buckets/tag-set.ts';
import type { Bucket, ObjectHeaders, ObjectSettings, StoredObject } from '../state.ts';
import { lockOf } from './object-lock.ts';

const metadataBytesMax = 2048; // AWS: names and values together, in UTF-8
const keyBytesMax = 1024;

const storageClasses: readonly StorageClass[] = [
  'STANDARD',
  'REDUCED_REDUNDANCY',
  'STANDARD_IA',
  'ONEZONE_IA',
  'INTELLIGENT_TIERING',
  'GLACIER_IR',
];

type HeaderInput = Pick<
  PutObjectRequest,
  'CacheControl' | 'ContentDisposition' | 'ContentEncoding' | 'ContentLanguage' | 'ContentType' | 'Expires'
>;

/** All that an object is given beside its bytes; refuses by name what is not emulated. */
export function settingsOf(
  bucket: Bucket,
  input: HeaderInput &
    HeaderGrants &
    Pick<
      CreateMultipartUploadRequest,
      | 'ACL'
      | 'Metadata'
      | 'ObjectLockLegalHoldStatus'
      | 'ObjectLockMode'
      | 'ObjectLockRetainUntilDate'
      | 'StorageClass'
      | 'Tagging'
      | 'WebsiteRedirectLocation'
    >,
  { account, clock }: Pick<Context, 'account' | 'clock'>,
): ObjectSettings {
  refuseUnsupported(input);
  const acl = askedAcl(input);
  if (acl) assertAcl(bucket, acl, account);
  const lock = lockOf(bucket, input, clock.now());
  return {
    headers: headersOf(input),
    metadata: metadataOf(input.Metadata),
    tags: tagsFromHeader(input.Tagging),
    storageClass: storageClassOf(input.StorageClass),
    ...(acl ?? { acl: 'private' }),
    ...redirectOf(input.WebsiteRedirectLocation),
    ...(lock && { lock }),
  };
}

/** The headers that S3 keeps with an object and answers with it. */
export function headersOf(input: HeaderInput): ObjectHeaders {
  // The SDK and curl send their transfer's own `aws-chunked` with the encoding of the content.
  const encoding = input.ContentEncoding?.split(',').flatMap((one) =>
    one.trim() === 'aws-chunked' ? [] : [one.trim()],
  );
  return {
    ContentType: input.ContentType ?? 'binary/octet-stream',
    ...(input.CacheControl !== undefined && { CacheControl: input.CacheControl }),
    ...(input.ContentDisposition !== undefined && { ContentDisposition: input.ContentDisposition }),
    ...(encoding && encoding.length > 0 && { ContentEncoding: encoding.join(',') }),
    ...(input.ContentLanguage !== undefined && { ContentLanguage: input.ContentLanguage }),
    ...(input.Expires && { expiresMs: new Date(input.Expires).getTime() }),
  };
}

/** Headers and metadata as members of GetObject and HeadObject. */
export function settingsMembers({ headers, metadata, redirect, replication, storageClass, tags }: StoredObject) {
  const { expiresMs, ...texts } = headers;
  const tagCount = Object.keys(tags).length;
  return {
    ...texts,
    ...(expiresMs !== undefined && { Expires: new Date(expiresMs), ExpiresString: new Date(expiresMs).toUTCString() }),
    Metadata: { ...metadata },
    ...(replication !== undefined && { ReplicationStatus: replication }),
    ...(redirect !== undefined && { WebsiteRedirectLocation: redirect }),
    // STANDARD goes without saying.
    ...(storageClass !== 'STANDARD' && { StorageClass: storageClass }),
    ...(tagCount > 0 && { TagCount: tagCount }),
  };
}

const redirectBytesMax = 2048; // AWS: of a redirect location

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/how-to-page-redirect.html#redirect-requests-object-metadata */
function redirectOf(location: string | undefined): { readonly redirect?: string } {
  if (location === undefined) return {};
  if (Buffer.byteLength(location) > redirectBytesMax) {
    throw new AwsError(
      'InvalidRedirectLocation',
      'The length of website redirect location cannot exceed 2,048 characters.',
      {
        status: 400,
      },
    );
  }
  if (!/^(?:https?:\/\/|\/)/.test(location)) {
    throw new AwsError(
      'InvalidRedirectLocation',
      "The website redirect location must have a prefix of 'http://' or 'https://' or '/'.",
      { status: 400 },
    );
  }
  return { redirect: location };
}

/** `x-amz-meta-*`: names are lower case, and together with the values no more than 2 KB. Throws MetadataTooLarge. */
export function metadataOf(metadata: Readonly<Record<string, string>> = {}): Record<string, string> {
  const pairs = Object.entries(metadata).map(([name, value]): [string, string] => [name.toLowerCase(), value]);
  const bytes = pairs.reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + Buffer.byteLength(value), 0);
  if (bytes > metadataBytesMax) {
    throw new AwsError('MetadataTooLarge', 'Your metadata headers exceed the maximum allowed metadata size', {
      status: 400,
      members: { Size: String(bytes), MaxSizeAllowed: String(metadataBytesMax) },
    });
  }
  return Object.fromEntries(pairs);
}

/**
 * Throws KeyTooLongError beyond 1,024 bytes in UTF-8.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html
 */
export function assertKey(key: string): void {
  const bytes = Buffer.byteLength(key);
  if (bytes <= keyBytesMax) return;
  throw new AwsError('KeyTooLongError', 'Your key is too long', {
    status: 400,
    members: { Size: String(bytes), MaxSizeAllowed: String(keyBytesMax) },
  });
}

function storageClassOf(wish: StorageClass = 'STANDARD'): StorageClass {
  if (storageClasses.includes(wish)) return wish;
  if (/^(?:GLACIER|DEEP_ARCHIVE|OUTPOSTS|SNOW|EXPRESS_ONEZONE|FSX_)/.test(wish)) {
    throw new UnsupportedError(`S3 storage class ${wish}`);
  }
  throw new AwsError('InvalidStorageClass', 'The storage class you specified is not valid', { status: 400 });
}

function refuseUnsupported(input: object): void {
  for (const [name, value] of Object.entries(input)) {
    if (value === undefined) continue;
    if (name === 'WriteOffsetBytes') throw new UnsupportedError('S3 appends (WriteOffsetBytes)');
  }
}
