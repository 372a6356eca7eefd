import { createHash } from 'node:crypto';
import type { CompletedPart, CompleteMultipartUploadOutput, CompleteMultipartUploadRequest } from '@aws-sdk/client-s3';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { findBucket } from '../buckets/find-bucket.ts';
import { badDigest, entityTooSmall, invalidPart, invalidPartOrder, invalidRequest, malformedXml } from '../errors.ts';
import { expirationMember } from '../lifecycle/expiration.ts';
import { checksumMember, checksumOf, givenChecksum, ownChecksum } from '../objects/checksums.ts';
import { assertUploadConditions } from '../objects/conditions.ts';
import { encryptionMembers } from '../objects/encryption.ts';
import { endUpload, findUpload } from '../objects/uploads.ts';
import { currentObject, versionsOf } from '../objects/versions.ts';
import { bytesOf, writeObject } from '../objects/write-object.ts';
import type { Bucket, Part, S3State, StoredChecksum, StoredObject, Upload } from '../state.ts';

type Input = Given<CompleteMultipartUploadRequest>;

const partBytesMin = 5 * 1024 * 1024; // AWS: all parts but the last

/**
 * Joins the parts that the client lists, and forgets all others. Throws InvalidPart, InvalidPartOrder or
 * EntityTooSmall.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html
 */
export const completeMultipartUpload: Operation<Input, CompleteMultipartUploadOutput, S3State> = (
  state,
  input,
  context,
) => {
  const bucket = findBucket(state, input, context);
  const completed = completedBefore(state, input);
  if (completed) return told(bucket, completed);
  const upload = findUpload(state, input);
  const parts = chosenParts(state, upload, input.MultipartUpload?.Parts ?? []);
  assertUploadConditions(upload, currentObject(state, bucket.name, input.Key), input);
  const bytes = Buffer.concat(parts.map((part) => bytesOf(part.blob, context)));
  if (input.MpuObjectSize !== undefined && Number(input.MpuObjectSize) !== bytes.byteLength) {
    throw invalidRequest(
      `The provided 'x-amz-mp-object-size' header value ${input.MpuObjectSize} does not match what was computed: ${bytes.byteLength}`,
    );
  }
  const checksum = wholeChecksum(upload, parts, bytes);
  assertChecksumType(upload, input);
  const given = givenChecksum(input);
  if (given && (given.algorithm !== checksum.algorithm || given.value !== checksum.value)) {
    throw badDigest(given.algorithm.toLowerCase());
  }
  const object = writeObject(
    state,
    bucket,
    {
      key: input.Key,
      bytes,
      etag: etagOfParts(parts),
      checksum,
      encryption: upload.encryption,
      settings: upload.settings,
      event: 'ObjectCreated:CompleteMultipartUpload',
      uploadId: upload.id,
      partSizes: parts.map((part) => part.size),
      parts: parts.map(({ number, checksum: own }) => ({ number, ...(own && { checksum: own }) })),
    },
    context,
  );
  endUpload(state, bucket.name, upload);
  return told(bucket, object);
};

const told = (bucket: Bucket, object: StoredObject): CompleteMultipartUploadOutput => ({
  Bucket: bucket.name,
  Key: object.key,
  Location: `https://${bucket.name}.s3.${bucket.region}.amazonaws.com/${encodeURIComponent(object.key)}`,
  ETag: object.etag,
  ...checksumMember(object.checksum),
  ChecksumType: object.checksum.type,
  ...encryptionMembers(object.encryption),
  ...expirationMember(bucket, object),
  ...(object.versionId !== 'null' && { VersionId: object.versionId }),
});

/**
 * What this very request has made already: its answer may have been lost. Told of S3 itself by users who tried it
 * (https://github.com/adobe/S3Mock/issues/2586, https://github.com/minio/minio/issues/13318); AWS's page names
 * NoSuchUpload alone, which it is here as soon as the object is gone.
 */
function completedBefore(state: S3State, { Bucket, Key, UploadId, MultipartUpload }: Input): StoredObject | undefined {
  if (state.uploads(Bucket).has(UploadId)) return undefined;
  const parts = (MultipartUpload?.Parts ?? []).map(({ ETag: etag = '' }) => ({ etag }));
  for (const version of versionsOf(state, Bucket, Key)) {
    if (version.kind === 'object' && version.uploadId === UploadId) {
      return version.etag === etagOfParts(parts) ? version : undefined;
    }
  }
  return undefined;
}

/** The stored parts that the client lists, in its order, which must be the rising one. */
function chosenParts(state: S3State, upload: Upload, listed: readonly CompletedPart[]): Part[] {
  if (listed.length === 0) throw malformedXml();
  const stored = state.parts(upload.id);
  let previous = 0;
  const parts = listed.map((wish) => {
    const { PartNumber: number = 0, ETag: etag = '' } = wish;
    if (number <= previous) throw invalidPartOrder(upload.id);
    previous = number;
    const part = stored.get(String(number).padStart(5, '0'));
    if (!part || bare(part.etag) !== bare(etag)) throw invalidPart(upload.id, number, bare(etag));
    assertPartChecksum(upload, part, wish);
    return part;
  });
  const small = parts.slice(0, -1).find((part) => part.size < partBytesMin);
  if (small) throw entityTooSmall(small, partBytesMin);
  return parts;
}

function assertPartChecksum(upload: Upload, part: Part, wish: CompletedPart): void {
  const given = givenChecksum(wish);
  if (given) {
    const own = part.checksum;
    if (own && (own.algorithm !== given.algorithm || own.value !== given.value))
      throw invalidPart(upload.id, part.number, bare(part.etag));
    return;
  }
  if (upload.checksum?.type !== 'COMPOSITE') return;
  const name = upload.checksum.algorithm.toLowerCase();
  throw invalidRequest(
    `The upload was created using a ${name} checksum. The complete request must include the checksum for each part. It was missing for part ${part.number} in the request.`,
  );
}

/** The kind of checksum is settled when an upload begins. */
function assertChecksumType({ checksum }: Upload, { ChecksumType }: Input): void {
  const expected = checksum?.type ?? 'FULL_OBJECT';
  if (ChecksumType === undefined || ChecksumType === expected) return;
  throw invalidRequest(
    `The upload was created using the ${expected} checksum mode. The complete request must use the same checksum mode.`,
  );
}

/** The MD5 of the parts' MD5s, and how many there are. */
function etagOfParts(parts: readonly Pick<Part, 'etag'>[]): string {
  const digests = Buffer.concat(parts.map((part) => Buffer.from(bare(part.etag), 'hex')));
  return `"${createHash('md5').update(digests).digest('hex')}-${parts.length}"`;
}

function wholeChecksum({ checksum }: Upload, parts: readonly Part[], bytes: Uint8Array): StoredChecksum {
  if (!checksum) return ownChecksum(bytes);
  const { algorithm, type } = checksum;
  if (type === 'FULL_OBJECT') return { algorithm, type, value: checksumOf(algorithm, bytes) };
  const checksums = Buffer.concat(parts.map((part) => Buffer.from(part.checksum?.value ?? '', 'base64')));
  return { algorithm, type, value: `${checksumOf(algorithm, checksums)}-${parts.length}` };
}

const bare = (etag: string): string => etag.replaceAll('"', '');
