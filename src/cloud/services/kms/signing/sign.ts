import { constants, createPublicKey, type KeyObject, sign as signBytes, verify as verifyBytes } from 'node:crypto';
import type { MessageType, SigningAlgorithmSpec } from '@aws-sdk/client-kms';
import { UnsupportedError } from '../../../kernel/errors.ts';
import type { Random } from '../../../kernel/random.ts';
import { validation } from '../errors.ts';
import { privateKeyOf } from '../keys/asymmetric.ts';
import { traitsOf } from '../keys/specs.ts';
import type { Key } from '../state.ts';
import { signDigest, verifyDigest } from './ecdsa-digest.ts';
import { signPkcs1, signPss, verifyPkcs1, verifyPss } from './rsa-digest.ts';

/** What is signed: a message, which is hashed first, or a digest as it is. */
export interface Signed {
  readonly algorithm: SigningAlgorithmSpec;
  readonly message: Uint8Array;
  readonly form: MessageType;
}

const hashOf = (algorithm: string): string => `sha${algorithm.slice(-3)}`;
const digestBytes = (algorithm: string): number => Number(algorithm.slice(-3)) / 8;

/** Throws ValidationException for a digest of another length than the algorithm's. */
export function signatureOf(key: Key, signed: Signed, random: Random): Uint8Array {
  const { algorithm, message } = signed;
  const hash = hashOf(algorithm);
  const privateKey = privateKeyOf(key);
  if (isWhole(key, signed)) return new Uint8Array(signBytes(null, message, privateKey));
  if (signed.form === 'RAW') return new Uint8Array(signBytes(hash, message, padded(privateKey, algorithm)));
  assertDigest(signed);
  const traits = traitsOf(key.spec);
  if (traits?.kind === 'ec') return signDigest(traits.curve, Buffer.from(key.material, 'base64'), message, random);
  return isPss(algorithm) ? signPss(privateKey, hash, message, random) : signPkcs1(privateKey, hash, message);
}

/** Likewise. */
export function isSignature(key: Key, signed: Signed, signature: Uint8Array): boolean {
  const { algorithm, message } = signed;
  const hash = hashOf(algorithm);
  const publicKey = createPublicKey(privateKeyOf(key));
  if (isWhole(key, signed)) return verifyBytes(null, message, publicKey, signature);
  if (signed.form === 'RAW') return verifyBytes(hash, message, padded(publicKey, algorithm), signature);
  assertDigest(signed);
  const traits = traitsOf(key.spec);
  if (traits?.kind === 'ec') return verifyDigest(traits.curve, pointOf(publicKey), message, signature);
  return isPss(algorithm)
    ? verifyPss(publicKey, hash, message, signature)
    : verifyPkcs1(publicKey, hash, message, signature);
}

/**
 * Whether the algorithm takes the message as a whole and does its hashing itself. Throws for what Node does not do: Ed25519
 * over a digest, and lattices over a representative that was made elsewhere.
 */
function isWhole({ spec }: Key, { algorithm, form }: Signed): boolean {
  const isSeed = traitsOf(spec)?.kind === 'seed';
  if (isSeed && form === 'EXTERNAL_MU') throw new UnsupportedError('messages of type EXTERNAL_MU');
  if (algorithm === 'ED25519_PH_SHA_512') throw new UnsupportedError('the signing algorithm ED25519_PH_SHA_512');
  if (isSeed ? form !== 'RAW' : form === 'EXTERNAL_MU') {
    throw validation(`MessageType ${form} is not compatible with signing algorithm ${algorithm}.`);
  }
  return isSeed;
}

function assertDigest({ algorithm, message }: Signed): void {
  if (message.length !== digestBytes(algorithm)) {
    throw validation(`Digest is invalid length for algorithm ${algorithm}.`);
  }
}

const isPss = (algorithm: string): boolean => algorithm.startsWith('RSASSA_PSS');

/** Salts are as long as digests. */
const padded = (key: KeyObject, algorithm: string) =>
  isPss(algorithm)
    ? { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
    : key;

/** Uncompressed. */
function pointOf(publicKey: KeyObject): Uint8Array {
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  return Buffer.concat([Buffer.from([4]), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]);
}
