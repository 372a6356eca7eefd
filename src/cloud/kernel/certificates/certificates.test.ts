import { createPrivateKey, X509Certificate } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { connect, createServer } from 'node:tls';
import { describe, expect, test } from 'vitest';
import { Random } from '../random.ts';
import { integer, oid, time } from './der.ts';
import { type IssuedCertificate, type IssueOptions, issueCertificate, selfSigned } from './issue-certificate.ts';

const random = new Random(1);
const dayMs = 86_400_000;
const now = Date.parse('2026-11-27T12:00:00Z');
const validity = { notBeforeMs: now - dayMs, notAfterMs: now + 365 * dayMs };

const authorityName = { organization: 'Squall', commonName: 'Squall test authority' };
const authority = selfSigned({ subject: authorityName, keyType: 'ec', isAuthority: true, random, ...validity });

const signed = (options: Partial<IssueOptions>): IssuedCertificate =>
  issueCertificate(
    { subject: { commonName: 'leaf' }, keyType: 'ec', random, ...validity, ...options },
    { name: authorityName, privateKey: createPrivateKey(authority.privateKeyPem) },
  );

describe('DER', () => {
  test('integers take no zero too many, and one where the first bit is set', () => {
    expect(integer(Buffer.from([0, 0, 1])).toString('hex')).toBe('020101');
    expect(integer(Buffer.from([0x80])).toString('hex')).toBe('02020080');
    expect(integer(Buffer.from([0])).toString('hex')).toBe('020100');
  });

  test('object identifiers are in base 128', () => {
    expect(oid('1.2.840.113549.1.1.11').toString('hex')).toBe('06092a864886f70d01010b');
  });

  test('times have two digits of the year up to 2049', () => {
    expect(time(now).toString('latin1').slice(2)).toBe('261127120000Z');
    expect(time(Date.parse('2050-01-01T00:00:00Z')).toString('latin1').slice(2)).toBe('20500101000000Z');
  });
});

describe('certificates', () => {
  test.each(['ec', 'rsa'] as const)('one that signs itself (%s) says what it was given, and verifies', (keyType) => {
    const subject = { country: 'US', state: 'Washington', organization: 'Örg', commonName: 'ApiGateway' };

    const { certificatePem, privateKeyPem } = selfSigned({ subject, keyType, random, ...validity });

    const certificate = new X509Certificate(certificatePem);
    expect(certificate.subject).toBe('C=US\nST=Washington\nO=Örg\nCN=ApiGateway');
    expect(certificate.issuer).toBe(certificate.subject);
    expect(certificate.validFromDate.getTime()).toBe(validity.notBeforeMs);
    expect(certificate.validToDate.getTime()).toBe(validity.notAfterMs);
    expect(certificate.verify(certificate.publicKey)).toBe(true);
    expect(certificate.checkPrivateKey(createPrivateKey(privateKeyPem))).toBe(true);
    expect(certificate.ca).toBe(false);
  });

  test('one of an authority is known by it, and good for its hosts alone', () => {
    const { certificatePem } = signed({ hosts: ['localhost', '*.execute-api.localhost', '127.0.0.1', '::1'] });

    const certificate = new X509Certificate(certificatePem);
    const issuer = new X509Certificate(authority.certificatePem);
    expect(issuer.ca).toBe(true);
    expect(certificate.checkIssued(issuer)).toBe(true);
    expect(certificate.verify(issuer.publicKey)).toBe(true);
    expect(certificate.checkHost('abc.execute-api.localhost')).toBeDefined();
    expect(certificate.checkHost('example.com')).toBeUndefined();
    expect(certificate.checkIP('127.0.0.1')).toBe('127.0.0.1');
    expect(certificate.checkIP('::1')).toBe('::1');
  });

  test('servers and clients meet with them over TLS', async () => {
    const nowMs = Date.now();
    const current = { notBeforeMs: nowMs - dayMs, notAfterMs: nowMs + dayMs };
    const root = selfSigned({ subject: authorityName, keyType: 'rsa', isAuthority: true, random, ...current });
    const signer = { name: authorityName, privateKey: createPrivateKey(root.privateKeyPem) };
    const issue = (commonName: string, use: 'server' | 'client') =>
      issueCertificate(
        { subject: { commonName }, keyType: 'ec', random, ...current, hosts: ['localhost'], uses: [use] },
        signer,
      );
    const own = issue('server', 'server');
    const client = issue('client', 'client');
    const server = createServer({
      key: own.privateKeyPem,
      cert: own.certificatePem,
      ca: root.certificatePem,
      requestCert: true,
      rejectUnauthorized: true,
    });
    server.on('secureConnection', (socket) => {
      const { subject } = socket.getPeerCertificate();
      socket.end(String(subject.CN));
    });
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;

    const heard = await new Promise<string>((resolve, reject) => {
      const socket = connect({
        host: '127.0.0.1',
        port,
        servername: 'localhost',
        ca: root.certificatePem,
        key: client.privateKeyPem,
        cert: client.certificatePem,
      });
      socket.on('data', (data) => resolve(data.toString()));
      socket.on('error', reject);
    });
    server.close();

    expect(heard).toBe('client');
  });
});
