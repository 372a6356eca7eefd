import { createServer as createPlainServer } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { expect, test } from 'vitest';
import { selfSigned } from '../../kernel/certificates/issue-certificate.ts';
import { Random } from '../../kernel/random.ts';
import { createOutbound } from './outbound.ts';

const issued = (commonName: string) => {
  const { certificatePem, privateKeyPem } = selfSigned({
    subject: { commonName },
    keyType: 'ec',
    notBeforeMs: Date.now() - 86_400_000,
    notAfterMs: Date.now() + 86_400_000,
    random: new Random(),
  });
  return { certificate: certificatePem, privateKey: privateKeyPem };
};

test('backends see the client certificate of each request, over connections that are kept apart', async () => {
  const own = issued('backend');
  const options = { cert: own.certificate, key: own.privateKey, requestCert: true, rejectUnauthorized: false };
  const server = createServer(options, ({ socket }, response) => {
    response.end(String((socket as TLSSocket).getPeerCertificate().subject?.CN ?? 'nobody'));
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const url = new URL(`https://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  const outbound = createOutbound();
  const seen = async (more: object) => {
    const { body } = await outbound.send({ method: 'GET', url, headers: {}, isInsecure: true, ...more });
    return Buffer.from(body).toString('utf8');
  };
  const [one, other] = [issued('one'), issued('other')];

  expect(await seen({ clientCertificate: one })).toBe('one');
  expect(await seen({ clientCertificate: other })).toBe('other');
  expect(await seen({})).toBe('nobody');
  expect(await seen({ clientCertificate: one })).toBe('one');
  await expect(outbound.send({ method: 'GET', url, headers: {} })).rejects.toThrow();

  outbound.close();
  server.close();
});

test('names below localhost are this machine, whatever the resolver knows, and the server hears the name', async () => {
  const server = createPlainServer(({ headers }, response) => void response.end(headers.host));
  await new Promise<void>((resolve) => void server.listen(0, 'localhost', resolve));
  const host = `abc.lambda-url.us-east-1.localhost:${(server.address() as AddressInfo).port}`;
  const outbound = createOutbound();

  const { body } = await outbound.send({ method: 'GET', url: new URL(`http://${host}/`), headers: {} });

  expect(Buffer.from(body).toString('utf8')).toBe(host);
  outbound.close();
  server.close();
});
