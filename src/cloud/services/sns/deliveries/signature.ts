import { createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { createCertificate } from '../../../kernel/certificates/create-certificate.ts';
import { lazy } from '../../../kernel/lazy.ts';
import { Random } from '../../../kernel/random.ts';
import { newRsaKey } from '../../../service-kit/rsa-key.ts';

/** Whoever is asked for it signs by the same key, so that a run that is repeated tells the same. It keeps nothing secret. */
const keySeed = 20_100_331;
const keyBits = 2048;
const subject = {
  country: 'US',
  state: 'Washington',
  locality: 'Seattle',
  organization: 'Amazon.com, Inc.',
  commonName: 'sns.amazonaws.com',
};

const signer = lazy(() => {
  const random = new Random(keySeed);
  const der = newRsaKey(keyBits, random);
  const privateKey = createPrivateKey({ key: Buffer.from(der), format: 'der', type: 'pkcs8' });
  const certificatePem = createCertificate({
    subject,
    issuer: subject,
    publicKey: createPublicKey(privateKey),
    signingKey: privateKey,
    serialNumber: random.bytes(16),
    notBeforeMs: Date.UTC(2020, 0, 1),
    notAfterMs: Date.UTC(2049, 0, 1),
  });
  return { privateKey, certificatePem };
});

/** Where the certificate is served, at any address of the cloud. */
export const certificatePrefix = '/SimpleNotificationService-';
export const certificatePath = `${certificatePrefix}6209c161c6221fdf56ec1eb5c821d112.pem`;

/** The certificate of whoever signs, as PEM. */
export const signingCertificate = (): string => signer().certificatePem;

/**
 * Signs the members of a message, in the order in which they are given; those without a value are left out. Version 1 is
 * SHA-1, version 2 SHA-256.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message-verify-message-signature.html
 */
export function signatureOf(members: Readonly<Record<string, string | undefined>>, version: string): string {
  const lines = Object.entries(members).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}\n${value}\n`],
  );
  return sign(version === '2' ? 'sha256' : 'sha1', Buffer.from(lines.join('')), signer().privateKey).toString('base64');
}
