import { createHash } from 'node:crypto';
import { UnsupportedError } from '../../../kernel/errors.ts';
import { badContentMd5, badDigest, invalidDigest, invalidRequest } from '../errors.ts';
import type { ChecksumAlgorithmName, StoredChecksum } from '../state.ts';
import { crc32, crc32c, crc64nvme } from './crc.ts';

const digest = (name: string) => (bytes: Uint8Array) => createHash(name).update(bytes).digest();

const algorithms: Readonly<Record<ChecksumAlgorithmName, (bytes: Uint8Array) => Uint8Array>> = {
  CRC32: crc32,
  CRC32C: crc32c,
  CRC64NVME: crc64nvme,
  SHA1: digest('sha1'),
  SHA256: digest('sha256'),
  SHA512: digest('sha512'),
  MD5: digest('md5'),
};

const names = Object.keys(algorithms) as ChecksumAlgorithmName[];
const notEmulated = ['XXHASH64', 'XXHASH3', 'XXHASH128'];

/** Members `ChecksumCRC32` … of inputs and outputs, and the name of an algorithm. */
export type ChecksumMembers = Partial<Record<`Checksum${ChecksumAlgorithmName}`, string | undefined>>;
interface WithAlgorithm {
  readonly ChecksumAlgorithm?: string | undefined;
}

/** In base64, as headers carry it. */
export const checksumOf = (algorithm: ChecksumAlgorithmName, bytes: Uint8Array): string =>
  Buffer.from(algorithms[algorithm](bytes)).toString('base64');

/**
 * The entity tag of an object that was put in one piece: MD5 in quotation marks. Those of multipart uploads are
 * made elsewhere.
 */
export const etagOf = (bytes: Uint8Array): string => `"${digest('md5')(bytes).toString('hex')}"`;

/** The algorithm that an input names, `undefined` for none. */
export function algorithmOf(name: string | undefined): ChecksumAlgorithmName | undefined {
  if (name === undefined || name === '') return undefined;
  const known = names.find((candidate) => candidate === name.toUpperCase());
  if (known) return known;
  if (notEmulated.includes(name.toUpperCase())) throw new UnsupportedError(`S3 checksums of ${name}`);
  throw invalidRequest(
    'Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]',
  );
}

/** The one checksum that an input carries, with its algorithm. */
export function givenChecksum(input: object): Pick<StoredChecksum, 'algorithm' | 'value'> | undefined {
  const members = input as Readonly<Record<string, unknown>>;
  for (const name of notEmulated) {
    if (members[`Checksum${name}`] !== undefined) throw new UnsupportedError(`S3 checksums of ${name}`);
  }
  const given = names.flatMap((algorithm) => {
    const value = members[`Checksum${algorithm}`];
    return typeof value === 'string' ? [{ algorithm, value }] : [];
  });
  if (given.length > 1) {
    throw invalidRequest('Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.');
  }
  return given[0];
}

/**
 * The checksum of what was sent: verified if the client gave one, undefined if it gave none. Content-MD5 is verified too.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html
 */
export function verifiedChecksum(
  input: WithAlgorithm & { readonly ContentMD5?: string | undefined },
  bytes: Uint8Array,
): StoredChecksum | undefined {
  assertContentMd5(input.ContentMD5, bytes);
  const given = givenChecksum(input);
  const named = algorithmOf(input.ChecksumAlgorithm);
  if (!given) {
    if (named === undefined) return undefined;
    throw invalidRequest(
      'x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.',
    );
  }
  const { algorithm, value } = given;
  if (named !== undefined && named !== algorithm) {
    throw invalidRequest('Value for x-amz-sdk-checksum-algorithm header is invalid.');
  }
  const actual = checksumOf(algorithm, bytes);
  if (value.length !== actual.length) {
    throw invalidRequest(`Value for x-amz-checksum-${algorithm.toLowerCase()} header is invalid.`);
  }
  if (value !== actual) throw badDigest(algorithm);
  return { algorithm, value, type: 'FULL_OBJECT' };
}

/** A client that gives no checksum gets S3's own. */
export const ownChecksum = (bytes: Uint8Array): StoredChecksum => ({
  algorithm: 'CRC64NVME',
  value: checksumOf('CRC64NVME', bytes),
  type: 'FULL_OBJECT',
});

/** The checksum as a member of an output. */
export const checksumMember = (checksum: Pick<StoredChecksum, 'algorithm' | 'value'> | undefined): ChecksumMembers =>
  checksum ? { [`Checksum${checksum.algorithm}`]: checksum.value } : {};

function assertContentMd5(contentMd5: string | undefined, bytes: Uint8Array): void {
  if (contentMd5 === undefined) return;
  if (!/^[A-Za-z0-9+/]{22}==$/.test(contentMd5)) throw invalidDigest(contentMd5);
  const actual = checksumOf('MD5', bytes);
  if (actual !== contentMd5) throw badContentMd5(contentMd5, actual);
}
