import { createHash, createPublicKey, type KeyObject, sign } from 'node:crypto';
import { isIP } from 'node:net';
import {
  bitString,
  boolean,
  explicit,
  implicit,
  integer,
  octetString,
  oid,
  printableString,
  sequence,
  set,
  time,
  utf8String,
} from './der.ts';

/** Who a certificate is of, in the order in which it is written: country, organization and so on down to the name. */
export interface DistinguishedName {
  readonly country?: string;
  readonly state?: string;
  readonly locality?: string;
  readonly organization?: string;
  readonly organizationalUnit?: string;
  readonly commonName: string;
}

const nameTypes: readonly (readonly [keyof DistinguishedName, string])[] = [
  ['country', '2.5.4.6'],
  ['state', '2.5.4.8'],
  ['locality', '2.5.4.7'],
  ['organization', '2.5.4.10'],
  ['organizationalUnit', '2.5.4.11'],
  ['commonName', '2.5.4.3'],
];

/** What is signed, and with what. */
export interface CertificateRequest {
  readonly subject: DistinguishedName;
  readonly publicKey: KeyObject;
  /** The signer's name; the subject's own for a certificate that signs itself. */
  readonly issuer: DistinguishedName;
  /** The signer's private key: RSA, or on an elliptic curve. */
  readonly signingKey: KeyObject;
  /** Up to 20 bytes. */
  readonly serialNumber: Uint8Array;
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
  /** May sign others. */
  readonly isAuthority?: boolean;
  /** Host names and IP addresses that it is good for. */
  readonly hosts?: readonly string[];
  /** What it may be used for in TLS; anything where left out. */
  readonly uses?: readonly ('server' | 'client')[];
}

const oids = {
  sha256WithRsa: '1.2.840.113549.1.1.11',
  sha256WithEcdsa: '1.2.840.10045.4.3.2',
  subjectKeyIdentifier: '2.5.29.14',
  authorityKeyIdentifier: '2.5.29.35',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  keyUsage: '2.5.29.15',
  extendedKeyUsage: '2.5.29.37',
  server: '1.3.6.1.5.5.7.3.1',
  client: '1.3.6.1.5.5.7.3.2',
} as const;

/**
 * Signs an X.509 certificate (version 3, SHA-256), as PEM; Node reads certificates and writes none.
 * https://www.rfc-editor.org/rfc/rfc5280
 */
export function createCertificate(request: CertificateRequest): string {
  const { signingKey } = request;
  const algorithm = signatureAlgorithm(signingKey);
  const toBeSigned = sequence(
    explicit(0, integer(Buffer.from([2]))),
    integer(request.serialNumber),
    algorithm,
    nameOf(request.issuer),
    sequence(time(request.notBeforeMs), time(request.notAfterMs)),
    nameOf(request.subject),
    request.publicKey.export({ type: 'spki', format: 'der' }),
    explicit(3, sequence(...extensionsOf(request))),
  );
  return pemOf('CERTIFICATE', sequence(toBeSigned, algorithm, bitString(sign('sha256', toBeSigned, signingKey))));
}

function signatureAlgorithm({ asymmetricKeyType }: KeyObject): Buffer {
  if (asymmetricKeyType === 'ec') return sequence(oid(oids.sha256WithEcdsa));
  // The parameters of RSA are there, and null.
  return sequence(oid(oids.sha256WithRsa), Buffer.from([0x05, 0x00]));
}

function nameOf(name: DistinguishedName): Buffer {
  const parts = nameTypes.flatMap(([member, type]) => {
    const value = name[member];
    if (value === undefined) return [];
    return [set(sequence(oid(type), member === 'country' ? printableString(value) : utf8String(value)))];
  });
  return sequence(...parts);
}

function extensionsOf(request: CertificateRequest): Buffer[] {
  const { isAuthority = false, hosts = [], uses = [] } = request;
  const signerId = keyIdentifier(createPublicKey(request.signingKey));
  const extensions = [
    // Strict clients (Python from 3.13 on) look for both.
    extension(oids.subjectKeyIdentifier, octetString(keyIdentifier(request.publicKey))),
    extension(oids.authorityKeyIdentifier, sequence(implicit(0, signerId))),
    extension(oids.basicConstraints, isAuthority ? sequence(boolean(true)) : sequence(), true),
    // keyCertSign and cRLSign; or digitalSignature and keyEncipherment.
    extension(oids.keyUsage, isAuthority ? bitString(Buffer.from([0x06]), 1) : bitString(Buffer.from([0xa0]), 5), true),
  ];
  if (uses.length > 0)
    extensions.push(extension(oids.extendedKeyUsage, sequence(...uses.map((use) => oid(oids[use])))));
  if (hosts.length > 0) extensions.push(extension(oids.subjectAltName, sequence(...hosts.map(alternativeName))));
  return extensions;
}

/** Any short hash of the key will do: RFC 5280, 4.2.1.2. */
const keyIdentifier = (publicKey: KeyObject): Buffer =>
  createHash('sha1')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest();

const extension = (type: string, value: Uint8Array, isCritical = false): Buffer =>
  sequence(oid(type), ...(isCritical ? [boolean(true)] : []), octetString(value));

function alternativeName(host: string): Buffer {
  if (isIP(host) === 0) return implicit(2, Buffer.from(host, 'ascii'));
  return implicit(7, isIP(host) === 4 ? Buffer.from(host.split('.').map(Number)) : ipv6Bytes(host));
}

/** Written in full and in hexadecimal digits; `::` stands for as many zeros as are missing. */
function ipv6Bytes(host: string): Buffer {
  const [head = '', tail] = host.split('::');
  const groupsOf = (text: string) => (text === '' ? [] : text.split(':'));
  const ahead = groupsOf(head);
  const behind = tail === undefined ? [] : groupsOf(tail);
  const groups = [...ahead, ...Array<string>(8 - ahead.length - behind.length).fill('0'), ...behind];
  return Buffer.from(groups.map((group) => group.padStart(4, '0')).join(''), 'hex');
}

/** Bytes as PEM writes them: 64 characters a line. */
export function pemOf(label: string, der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}
