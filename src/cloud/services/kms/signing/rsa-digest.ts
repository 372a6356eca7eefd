import { constants, createHash, type KeyObject, privateEncrypt, publicDecrypt } from 'node:crypto';
import type { Random } from '../../../kernel/random.ts';

/* Node hashes whatever it signs by RSA, so the padding around a digest is made here: RFC 8017, sections 9.1 and 9.2. */

/** DigestInfo in DER, up to the digest itself. */
const prefixes: Readonly<Record<string, string>> = {
  sha256: '3031300d060960864801650304020105000420',
  sha384: '3041300d060960864801650304020205000430',
  sha512: '3051300d060960864801650304020305000440',
};

const digestInfo = (hash: string, digest: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from(prefixes[hash] ?? '', 'hex'), digest]);

/** RSASSA-PKCS1-v1_5. */
export const signPkcs1 = (key: KeyObject, hash: string, digest: Uint8Array): Uint8Array =>
  new Uint8Array(privateEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, digestInfo(hash, digest)));

/** False for whatever is no such signature. */
export function verifyPkcs1(key: KeyObject, hash: string, digest: Uint8Array, signature: Uint8Array): boolean {
  const opened = rawOpen(key, signature, constants.RSA_PKCS1_PADDING);
  return opened?.equals(digestInfo(hash, digest)) ?? false;
}

/** RSASSA-PSS with a salt as long as the digest, as KMS has it. */
export function signPss(key: KeyObject, hash: string, digest: Uint8Array, random: Random): Uint8Array {
  const emBytes = (key.asymmetricKeyDetails?.modulusLength ?? 0) / 8;
  const salt = random.bytes(digest.length);
  const seed = seedOf(hash, digest, salt);
  const block = Buffer.alloc(emBytes - digest.length - 1);
  block[block.length - salt.length - 1] = 1;
  block.set(salt, block.length - salt.length);
  const masked = xor(block, mask(hash, seed, block.length));
  // The encoded message has one bit less than the modulus.
  masked[0] = (masked[0] ?? 0) & 0x7f;
  const encoded = Buffer.concat([masked, seed, Buffer.from([0xbc])]);
  return new Uint8Array(privateEncrypt({ key, padding: constants.RSA_NO_PADDING }, encoded));
}

/** False for whatever is no such signature. */
export function verifyPss(key: KeyObject, hash: string, digest: Uint8Array, signature: Uint8Array): boolean {
  const encoded = rawOpen(key, signature, constants.RSA_NO_PADDING);
  if (encoded?.at(-1) !== 0xbc) return false;
  const blockBytes = encoded.length - digest.length - 1;
  const seed = encoded.subarray(blockBytes, -1);
  const block = xor(encoded.subarray(0, blockBytes), mask(hash, seed, blockBytes));
  block[0] = (block[0] ?? 0) & 0x7f;
  const saltStart = blockBytes - digest.length;
  const isPadded = block.subarray(0, saltStart - 1).every((byte) => byte === 0) && block[saltStart - 1] === 1;
  return isPadded && seedOf(hash, digest, block.subarray(saltStart)).equals(seed);
}

function rawOpen(key: KeyObject, signature: Uint8Array, padding: number): Buffer | undefined {
  try {
    return publicDecrypt({ key, padding }, signature);
  } catch {
    return undefined;
  }
}

const seedOf = (hash: string, digest: Uint8Array, salt: Uint8Array): Buffer =>
  createHash(hash).update(Buffer.alloc(8)).update(digest).update(salt).digest();

/** MGF1. */
function mask(hash: string, seed: Uint8Array, bytes: number): Buffer {
  const parts: Buffer[] = [];
  for (let counter = 0; parts.reduce((sum, part) => sum + part.length, 0) < bytes; counter += 1) {
    const count = Buffer.alloc(4);
    count.writeUInt32BE(counter);
    parts.push(createHash(hash).update(seed).update(count).digest());
  }
  return Buffer.concat(parts).subarray(0, bytes);
}

const xor = (left: Uint8Array, right: Uint8Array): Buffer =>
  Buffer.from(left.map((byte, index) => byte ^ (right[index] ?? 0)));
