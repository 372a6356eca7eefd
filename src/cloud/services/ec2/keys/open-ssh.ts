import { createHash, createPublicKey, type KeyObject } from 'node:crypto';

/* How OpenSSH writes keys: https://datatracker.ietf.org/doc/html/rfc4253#section-6.6 and PROTOCOL.key of its sources. */

export type KeyType = 'ed25519' | 'rsa';

const number = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};

const text = (value: string | Uint8Array): Buffer => {
  const bytes = Buffer.from(value);
  return Buffer.concat([number(bytes.length), bytes]);
};

/** A positive integer, whose first bit is none. */
const integer = (base64url = ''): Buffer => {
  const bytes = Buffer.from(base64url, 'base64url');
  return text((bytes[0] ?? 0) & 0x80 ? Buffer.concat([Buffer.of(0), bytes]) : bytes);
};

/** The bytes of a public key that OpenSSH shows in base64. */
export function publicBlob(key: KeyObject, type: KeyType): Buffer {
  const { x = '', e, n } = key.export({ format: 'jwk' });
  if (type === 'ed25519') return Buffer.concat([text('ssh-ed25519'), text(Buffer.from(x, 'base64url'))]);
  return Buffer.concat([text('ssh-rsa'), integer(e), integer(n)]);
}

/** `ssh-rsa AAAA…` */
export const publicLine = (blob: Uint8Array, type: KeyType): string =>
  `ssh-${type} ${Buffer.from(blob).toString('base64')}`;

/** The type and bytes of a public key as OpenSSH or, in base64, DER has it; undefined for anything else. */
export function readPublicKey(material: string): { readonly type: KeyType; readonly blob: Buffer } | undefined {
  const [name = '', base64 = ''] = material.trim().split(/\s+/);
  if (name === 'ssh-rsa' || name === 'ssh-ed25519') {
    const blob = Buffer.from(base64, 'base64');
    const isOne = blob.subarray(0, 4 + name.length).equals(text(name)) && blob.length > 4 + name.length;
    return isOne ? { type: name === 'ssh-rsa' ? 'rsa' : 'ed25519', blob } : undefined;
  }
  try {
    const key = createPublicKey({ key: Buffer.from(material, 'base64'), format: 'der', type: 'spki' });
    const type = key.asymmetricKeyType;
    return type === 'rsa' || type === 'ed25519' ? { type, blob: publicBlob(key, type) } : undefined;
  } catch {
    return undefined;
  }
}

/** A private key of Ed25519 in OpenSSH's own file. */
export function privateFile(seed: Uint8Array, publicKey: Buffer): string {
  const bare = publicKey.subarray(-32);
  const section = Buffer.concat([number(0), number(0), publicKey, text(Buffer.concat([seed, bare])), text('')]);
  const padding = Buffer.from([1, 2, 3, 4, 5, 6, 7].slice(0, (8 - (section.length % 8)) % 8));
  const file = Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    text('none'),
    text('none'),
    text(''),
    number(1),
    text(publicKey),
    text(Buffer.concat([section, padding])),
  ]);
  const lines = file.toString('base64').match(/.{1,70}/g) ?? [];
  return ['-----BEGIN OPENSSH PRIVATE KEY-----', ...lines, '-----END OPENSSH PRIVATE KEY-----', ''].join('\n');
}

/** `1f:51:ae:…` */
export const colonHex = (hash: 'md5' | 'sha1', bytes: Uint8Array): string =>
  createHash(hash).update(bytes).digest('hex').match(/../g)?.join(':') ?? '';

/** As OpenSSH shows keys since 6.8. */
export const sha256Of = (blob: Uint8Array): string => createHash('sha256').update(blob).digest('base64');
