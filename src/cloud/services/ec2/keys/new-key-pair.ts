import { createPrivateKey, createPublicKey } from 'node:crypto';
import type { Random } from '../../../kernel/random.ts';
import { newRsaKey } from '../../../service-kit/rsa-key.ts';
import { colonHex, type KeyType, privateFile, publicBlob, sha256Of } from './open-ssh.ts';

const rsaBits = 2048;
/** What PKCS #8 puts ahead of a seed of Ed25519. */
const edwardsPrefix = Buffer.from('302e020100300506032b657004220420', 'hex');

interface NewKeyPair {
  readonly blob: Buffer;
  readonly fingerprint: string;
  /** As CreateKeyPair tells it, once. */
  readonly material: string;
}

/** A key pair from the cloud's own randomness, so that a seed repeats it. */
export function newKeyPair(type: KeyType, random: Random): NewKeyPair {
  const seed = type === 'ed25519' ? random.bytes(32) : undefined;
  const der = seed ? Buffer.concat([edwardsPrefix, seed]) : Buffer.from(newRsaKey(rsaBits, random));
  const own = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  const blob = publicBlob(createPublicKey(own), type);
  if (seed) return { blob, fingerprint: sha256Of(blob), material: privateFile(seed, blob) };
  const material = own.export({ format: 'pem', type: 'pkcs1' }).toString().trimEnd();
  return { blob, fingerprint: colonHex('sha1', der), material };
}
