import { createCipheriv, createDecipheriv } from 'node:crypto';
import type { Random } from '../../../kernel/random.ts';
import { invalidCiphertext } from '../errors.ts';
import type { Key } from '../state.ts';
import { materialsOf } from './materials.ts';

/** Layout: two marker bytes, length of the key's name, account and id of the key, nonce, tag, then what was encrypted. */
const marker = [0x01, 0x02];
const nonceBytes = 12;
const tagBytes = 16;

/** Pairs that must be said again to decrypt; they are authenticated, not encrypted. */
export type EncryptionContext = Readonly<Record<string, string>> | undefined;

/** AES-256-GCM under the key, bound to the encryption context; the blob names its key, as AWS's does. */
export function seal(
  key: Key,
  plaintext: Uint8Array,
  encryptionContext: EncryptionContext,
  random: Random,
): Uint8Array {
  const nonce = random.bytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(key.material, 'base64'), nonce);
  cipher.setAAD(canonical(encryptionContext));
  const sealed = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  const id = Buffer.from(`${key.account}/${key.id}`, 'latin1');
  return new Uint8Array(Buffer.concat([Buffer.from([...marker, id.length]), id, nonce, cipher.getAuthTag(), sealed]));
}

/** Whose key a blob was made with; blobs of older data directories name no account. */
export function keyNameOf(blob: Uint8Array): { readonly account: string | undefined; readonly id: string } {
  const [account, id] = nameIn(blob).split('/');
  return id === undefined ? { account: undefined, id: account ?? '' } : { account, id };
}

function nameIn(blob: Uint8Array): string {
  const idBytes = blob[2] ?? 0;
  const isOurs = blob[0] === marker[0] && blob[1] === marker[1] && blob.length >= 3 + idBytes + nonceBytes + tagBytes;
  if (!isOurs) throw invalidCiphertext();
  return Buffer.from(blob.subarray(3, 3 + idBytes)).toString('latin1');
}

export interface Opened {
  readonly plaintext: Uint8Array;
  /** Which of the key's materials opened it; asymmetric keys have but one, and do not tell. */
  readonly materialId: string | undefined;
}

/** Throws InvalidCiphertextException for another context and for every changed bit. */
export function open(key: Key, blob: Uint8Array, encryptionContext: EncryptionContext): Opened {
  for (const { id, bytes } of materialsOf(key)) {
    const plaintext = openBy(bytes, blob, encryptionContext);
    if (plaintext) return { plaintext, materialId: id };
  }
  throw invalidCiphertext();
}

function openBy(material: string, blob: Uint8Array, encryptionContext: EncryptionContext): Uint8Array | undefined {
  const nonceStart = 3 + Buffer.byteLength(nameIn(blob), 'latin1');
  const tagStart = nonceStart + nonceBytes;
  const decipher = createDecipheriv(
    'aes-256-gcm',
    Buffer.from(material, 'base64'),
    blob.subarray(nonceStart, tagStart),
  );
  decipher.setAAD(canonical(encryptionContext));
  decipher.setAuthTag(blob.subarray(tagStart, tagStart + tagBytes));
  try {
    return new Uint8Array(Buffer.concat([decipher.update(blob.subarray(tagStart + tagBytes)), decipher.final()]));
  } catch {
    return undefined;
  }
}

/** The order of the pairs does not matter to AWS, so it must not matter here. */
const canonical = (encryptionContext: EncryptionContext): Buffer =>
  Buffer.from(JSON.stringify(Object.entries(encryptionContext ?? {}).sort(([a], [b]) => (a < b ? -1 : 1))));
