import { constants, privateDecrypt, publicEncrypt } from 'node:crypto';
import type { EncryptionAlgorithmSpec } from '@aws-sdk/client-kms';
import type { Random } from '../../../kernel/random.ts';
import { invalidCiphertext, validation, wrongAlgorithm } from '../errors.ts';
import type { Key } from '../state.ts';
import { privateKeyOf, publicKeyOf } from './asymmetric.ts';
import { type EncryptionContext, type Opened, open, seal } from './ciphertext.ts';
import { encryptionAlgorithms, traitsOf } from './specs.ts';

/** How something is encrypted, whatever the key is. */
export interface Cipher {
  readonly algorithm: EncryptionAlgorithmSpec;
  readonly encryptionContext: EncryptionContext;
}

const oaepHash = (algorithm: string): 'sha1' | 'sha256' => (algorithm.endsWith('SHA_1') ? 'sha1' : 'sha256');
const oaepHashBytes = { sha1: 20, sha256: 32 } as const;

/** Throws InvalidKeyUsageException for an algorithm of other keys, and ValidationException for more than RSA can take. */
export function encryptUnder(key: Key, plaintext: Uint8Array, cipher: Cipher, random: Random): Uint8Array {
  assertAlgorithm(key, cipher);
  const traits = traitsOf(key.spec);
  if (traits?.kind !== 'rsa') return seal(key, plaintext, cipher.encryptionContext, random);
  const hash = oaepHash(cipher.algorithm);
  const bytesMax = traits.bits / 8 - 2 * oaepHashBytes[hash] - 2;
  if (plaintext.length > bytesMax) {
    throw validation(
      `Algorithm ${cipher.algorithm} and key spec ${key.spec} cannot encrypt data larger than ${bytesMax} bytes.`,
    );
  }
  const padding = constants.RSA_PKCS1_OAEP_PADDING;
  return new Uint8Array(publicEncrypt({ key: publicKeyOf(key), padding, oaepHash: hash }, plaintext));
}

/** Throws InvalidCiphertextException. */
export function decryptUnder(key: Key, blob: Uint8Array, cipher: Cipher): Opened {
  assertAlgorithm(key, cipher);
  if (traitsOf(key.spec)?.kind !== 'rsa') return open(key, blob, cipher.encryptionContext);
  const padding = constants.RSA_PKCS1_OAEP_PADDING;
  try {
    const plaintext = privateDecrypt({ key: privateKeyOf(key), padding, oaepHash: oaepHash(cipher.algorithm) }, blob);
    return { plaintext: new Uint8Array(plaintext), materialId: undefined };
  } catch {
    throw invalidCiphertext();
  }
}

function assertAlgorithm(key: Key, { algorithm, encryptionContext }: Cipher): void {
  if (!encryptionAlgorithms(key).includes(algorithm)) throw wrongAlgorithm(key, algorithm);
  if (algorithm !== 'SYMMETRIC_DEFAULT' && encryptionContext !== undefined) {
    throw validation('EncryptionContext is only supported for the SYMMETRIC_DEFAULT encryption algorithm.');
  }
}
