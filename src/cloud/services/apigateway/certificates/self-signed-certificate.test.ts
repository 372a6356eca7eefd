import { createPrivateKey, X509Certificate } from 'node:crypto';
import { expect, test } from 'vitest';
import { Random } from '../../../kernel/random.ts';
import { newRsaKey } from '../../../service-kit/rsa-key.ts';
import { selfSignedCertificate } from './self-signed-certificate.ts';

test.each([2049, 2050])('a certificate that ends in %i is valid, and belongs to its key', (year) => {
  const { certificatePem, privateKeyPem } = selfSignedCertificate({
    privateKey: newRsaKey(1024, new Random(1)),
    serial: Buffer.from('ff01', 'hex'),
    from: new Date('2026-11-27T01:02:03.456Z'),
    until: new Date(`${year}-11-27T01:02:03Z`),
  });

  const certificate = new X509Certificate(certificatePem);
  expect(certificate.verify(certificate.publicKey)).toBe(true);
  expect(certificate.checkPrivateKey(createPrivateKey(privateKeyPem))).toBe(true);
  expect(certificate.serialNumber).toBe('FF01');
  expect(certificate.subject).toContain('CN=ApiGateway');
  expect(certificate.issuer).toBe(certificate.subject);
  expect(new Date(certificate.validFrom)).toEqual(new Date('2026-11-27T01:02:03Z'));
  expect(new Date(certificate.validTo)).toEqual(new Date(`${year}-11-27T01:02:03Z`));
});
