import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { request } from 'node:https';
import { connect as connectPlain } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Cloud, startCloud } from '../../cloud.ts';
import { openLocalAuthority } from './local-authority.ts';

const directory = mkdtempSync(join(tmpdir(), 'squall-tls-test-'));
let cloud: Cloud;
beforeAll(async () => {
  cloud = await startCloud({ log: 'error', tls: { directory } });
});
afterAll(async () => {
  await cloud.close();
  rmSync(directory, { recursive: true });
});

const authority = () => readFileSync(cloud.tls?.authorityFile ?? '', 'utf8');

/** Status and body of a page over TLS. */
function ask(host: string, options: object = {}): Promise<{ status: number | undefined; body: string }> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        host: '127.0.0.1',
        port: cloud.port,
        servername: host,
        path: '/_localstack/health',
        headers: { host },
        ca: authority(),
        agent: false,
        ...options,
      },
      (incoming) => {
        let body = '';
        incoming.setEncoding('utf8').on('data', (chunk: string) => {
          body += chunk;
        });
        incoming.on('end', () => resolve({ status: incoming.statusCode, body }));
      },
    );
    outgoing.on('error', reject).end();
  });
}

describe('a cloud with TLS', () => {
  test('tells where it answers, and keeps the key of its authority for the owner alone', () => {
    expect(cloud.tls).toEqual({
      endpoint: `https://127.0.0.1:${cloud.port}`,
      authorityFile: join(directory, 'ca.pem'),
    });
    expect(statSync(join(directory, 'ca-key.pem')).mode & 0o077).toBe(0);
  });

  test.each(['localhost', 'abc.execute-api.localhost', 'localhost.localstack.cloud', 'api.example.com'])(
    'has a certificate for %s that its authority vouches for',
    async (host) => {
      expect((await ask(host, { headers: { host: 'localhost' } })).status).toBe(200);
    },
  );

  test('has one for its address, where clients name no server', async () => {
    expect((await ask('127.0.0.1', { servername: '' })).status).toBe(200);
  });

  test('is not trusted by who does not trust its authority', async () => {
    await expect(ask('localhost', { ca: [] })).rejects.toMatchObject({ code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' });
  });

  test('answers on the same port in the clear, also what comes in pieces and one behind another', async () => {
    const url = `${cloud.endpoint}/_localstack/health`;
    for (let turn = 0; turn < 3; turn += 1) expect((await fetch(url)).status).toBe(200);

    const answers = await new Promise<number>((resolve, reject) => {
      const socket = connectPlain(cloud.port, '127.0.0.1', () => {
        socket.write('G');
        setImmediate(() => {
          const request = 'ET /_localstack/health HTTP/1.1\r\nhost: localhost\r\n\r\n';
          socket.write(`${request}G${request}`);
        });
      });
      let seen = '';
      socket.setEncoding('latin1').on('data', (text) => {
        seen += String(text);
        const count = seen.split('HTTP/1.1 200').length - 1;
        if (count < 2) return;
        socket.destroy();
        resolve(count);
      });
      socket.once('error', reject);
    });

    expect(answers).toBe(2);
  });

  test('keeps its authority: whoever trusts it trusts the next cloud', async () => {
    const before = authority();

    await using again = await startCloud({ log: 'error', tls: { directory } });

    expect(readFileSync(again.tls?.authorityFile ?? '', 'utf8')).toBe(before);
  });

  test('answers with a certificate that is given', async () => {
    const issued = openLocalAuthority(directory, Date.now()).issue(['given.example.com']);
    const tls = { certificate: issued.certificatePem, privateKey: issued.privateKeyPem };

    await using given = await startCloud({ log: 'error', tls });

    const host = 'given.example.com';
    const ca = authority();
    expect((await ask(host, { port: given.port, ca, headers: { host: 'localhost' } })).status).toBe(200);
    await expect(ask('localhost', { port: given.port })).rejects.toMatchObject({
      code: 'ERR_TLS_CERT_ALTNAME_INVALID',
    });
  });

  test('ends with connections that never spoke', async () => {
    const quiet = await startCloud({ log: 'error', tls: { directory } });
    const socket = connectPlain(quiet.port, '127.0.0.1');
    await new Promise((resolve) => socket.once('connect', resolve));
    const ended = new Promise((resolve) => socket.once('close', resolve));

    await quiet.close();

    await ended;
  });

  test('refuses what is no certificate', async () => {
    await expect(startCloud({ tls: { certificate: 'x', privateKey: 'y' } })).rejects.toMatchObject({
      code: 'InvalidOption',
    });
  });
});
