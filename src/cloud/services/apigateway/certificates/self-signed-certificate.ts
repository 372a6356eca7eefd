import { createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { bitString, explicit, integer, nothing, objectId, sequence, setOf, text, time } from './der.ts';

/** As client certificates of API Gateway name themselves. */
const subject = [
  ['2.5.4.6', 'US'],
  ['2.5.4.8', 'Washington'],
  ['2.5.4.7', 'Seattle'],
  ['2.5.4.10', 'Amazon.com'],
  ['2.5.4.11', 'Amazon API Gateway'],
  ['2.5.4.3', 'ApiGateway'],
] as const;

const sha256WithRsa = () => sequence(objectId('1.2.840.113549.1.1.11'), nothing());

/** What tells one certificate from another. */
interface Issue {
  /** PKCS #8, in DER. */
  readonly privateKey: Uint8Array;
  readonly serial: Uint8Array;
  readonly from: Date;
  readonly until: Date;
}

/** An X.509 certificate over the key, signed with it; https://www.rfc-editor.org/rfc/rfc5280#section-4.1 */
export function selfSignedCertificate(issue: Issue): {
  readonly certificatePem: string;
  readonly privateKeyPem: string;
} {
  const key = createPrivateKey({ key: Buffer.from(issue.privateKey), format: 'der', type: 'pkcs8' });
  const name = sequence(...subject.map(([id, value]) => setOf(sequence(objectId(id), text(value)))));
  const version3 = explicit(0, integer(Buffer.from([2])));
  const body = sequence(
    version3,
    integer(issue.serial),
    sha256WithRsa(),
    name,
    sequence(time(issue.from), time(issue.until)),
    name,
    createPublicKey(key).export({ type: 'spki', format: 'der' }),
  );
  const certificate = sequence(body, sha256WithRsa(), bitString(sign('sha256', body, key)));
  return {
    certificatePem: pem('CERTIFICATE', certificate),
    privateKeyPem: pem('PRIVATE KEY', issue.privateKey),
  };
}

function pem(label: string, der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}
