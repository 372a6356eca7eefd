import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cloud, startCloud } from '../cloud.ts';

let cloud: Cloud;

beforeAll(async () => {
  cloud = await startCloud({ log: 'error' });
});

afterAll(() => cloud.close());

/** The first line of the answer to raw lines. */
function statusLine(...lines: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(cloud.port, '127.0.0.1', () => socket.write(`${lines.join('\r\n')}\r\n\r\n`));
    socket.setEncoding('latin1').once('data', (text) => {
      socket.destroy();
      resolve(String(text).split('\r\n', 1)[0] ?? '');
    });
    socket.once('error', reject);
  });
}

const health = 'GET /_localstack/health HTTP/1.1';

describe('web pages are judged', () => {
  it('by a Host that is there once and well-formed; HTTP/1.0 needs none, and no browser speaks it', async () => {
    expect(await statusLine(health, 'host: localhost')).toContain('200');
    expect(await statusLine(health.replace('1.1', '1.0'))).toContain('200');
    expect(await statusLine(health)).toContain('400');
    expect(await statusLine(health, 'host: a:b:c')).toContain('400');
    expect(await statusLine(health, 'host: localhost', 'host: evil.example')).toContain('400');
    expect(await statusLine(health.replace('1.1', '1.0'), 'host: evil.example')).toContain('403');
    expect(await statusLine(health.replace('1.1', '1.0'), 'origin: http://evil.example')).toContain('403');
  });

  it('when they ask for another protocol, too', async () => {
    const upgrade = [
      'connection: upgrade',
      'upgrade: websocket',
      'sec-websocket-version: 13',
      'sec-websocket-key: AA==',
    ];
    const host = 'host: localhost';

    expect(await statusLine(health, host, ...upgrade, 'origin: http://evil.example')).toContain('403');
    expect(await statusLine(health, host, ...upgrade, 'sec-fetch-site: cross-site')).toContain('403');
  });
});

describe('pages of this machine', () => {
  const origin = 'http://localhost:3000';
  const ask = (method: string, path: string, headers: Record<string, string> = {}) =>
    fetch(`${cloud.endpoint}${path}`, { method, headers: { origin, ...headers } });
  const preflight = { 'access-control-request-method': 'POST', 'access-control-request-headers': 'x-amz-target' };

  it('may read what AWS’s API answers, and preflights say so', async () => {
    const asked = await ask('OPTIONS', '/', preflight);
    const called = await ask('POST', '/', { 'x-amz-target': 'DynamoDB_20120810.ListTables' });

    expect(asked.status).toBe(204);
    expect(asked.headers.get('access-control-allow-origin')).toBe(origin);
    expect(asked.headers.get('access-control-allow-headers')).toBe('x-amz-target');
    expect(called.headers.get('access-control-allow-origin')).toBe(origin);
    expect(called.headers.get('access-control-expose-headers')).toBe('*');
  });

  it.each([
    ['of the admin API', 'OPTIONS', '/_squall/status', {}],
    ['of a bucket without rules', 'OPTIONS', '/bucket/key', {}],
    ['when the browser calls the page foreign', 'OPTIONS', '/', { 'sec-fetch-site': 'same-site' }],
    ['when the page is not of this machine', 'OPTIONS', '/', { origin: 'http://evil.example' }],
  ])('may not, %s', async (_, method, path, headers) => {
    const asked = await ask(method, path, { ...preflight, ...headers });

    expect(asked.headers.get('access-control-allow-origin')).toBeNull();
  });
});

it('an origin that cannot be allowed keeps the cloud from starting', async () => {
  await expect(startCloud({ allowOrigins: ['*'] })).rejects.toMatchObject({
    code: 'InvalidOption',
    hint: expect.stringContaining('http://localhost:5173') as unknown,
  });
});
