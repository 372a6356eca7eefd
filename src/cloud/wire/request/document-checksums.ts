import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { AwsError } from '../../kernel/errors.ts';
import type { HttpRequest } from '../../kernel/http.ts';
import type { OperationModel } from '../model/model.ts';

const hashed = (algorithm: string) => (bytes: Uint8Array) => createHash(algorithm).update(bytes).digest();

/** What clients choose from for documents; base64 of the big-endian value. */
const checksums: Readonly<Record<string, (bytes: Uint8Array) => Buffer>> = {
  crc32: (bytes) => Buffer.from((crc32(bytes) >>> 0).toString(16).padStart(8, '0'), 'hex'),
  sha1: hashed('sha1'),
  sha256: hashed('sha256'),
};

/** Its checksum headers describe the object that is put together, not the list of its parts. */
const aboutAnObject = 'CompleteMultipartUpload';

/**
 * Throws S3's BadDigest when a document (a policy, a list of keys) is not what its headers say. Objects are not looked
 * at: their bytes and checksums reach the service, which keeps them together.
 */
export function assertDocumentChecksums({ headers, body }: HttpRequest, { name, input }: OperationModel): void {
  const payload = input.members.find(({ traits }) => traits.httpPayload);
  if (!payload || payload.shape.kind === 'stream' || name === aboutAnObject) return;
  for (const [algorithm, checksum] of Object.entries(checksums)) {
    const given = headers[`x-amz-checksum-${algorithm}`];
    if (given === undefined || given === checksum(body).toString('base64')) continue;
    const text = `The ${algorithm.toUpperCase()} you specified did not match the calculated checksum.`;
    throw new AwsError('BadDigest', text, { status: 400 });
  }
  const md5 = headers['content-md5'];
  if (md5 === undefined || md5 === hashed('md5')(body).toString('base64')) return;
  const isNoMd5 = Buffer.from(md5, 'base64').byteLength !== 16;
  throw isNoMd5
    ? new AwsError('InvalidDigest', 'The Content-MD5 you specified was invalid.', { status: 400 })
    : new AwsError('BadDigest', 'The Content-MD5 you specified did not match what we received.', { status: 400 });
}
