import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { type Cloud, startCloud } from '../cloud.ts';

let cloud: Cloud;

beforeAll(async () => {
  cloud = await startCloud({ log: 'error', allowOrigins: ['http://shop.example'] });
});

afterAll(() => cloud.close());

async function ask(method: string, path: string, headers: Record<string, string> = {}, body?: string) {
  const response = await fetch(cloud.endpoint + path, { method, headers, ...(body !== undefined && { body }) });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

describe('the admin API', () => {
  test.each([
    'GET /_squall/status',
    'GET /_squall/journal',
    'GET /_squall/nothing',
    'POST /_squall/reset',
    'POST /_squall/call',
    'POST /_squall/health',
    'POST /_localstack/health',
    'DELETE /_squall/faults',
  ])('%s wants a header that no page can send unasked', async (route) => {
    const [method = '', path = ''] = route.split(' ');

    const { status, text } = await ask(method, path, { 'content-type': 'application/json' });

    expect(status).toBe(403);
    expect(JSON.parse(text)).toMatchObject({
      code: 'MissingAdminHeader',
      hint: expect.stringContaining('x-squall: 1') as unknown,
    });
  });

  it('answers with it', async () => {
    expect((await ask('GET', '/_squall/status', { 'x-squall': '1' })).status).toBe(200);
    expect((await ask('POST', '/_squall/reset', { 'x-squall': 'my script' })).status).toBe(200);
    expect((await ask('GET', '/_squall/status', { 'x-squall': '' })).status).toBe(403);
  });

  test.each(['/_squall/health', '/_localstack/health', '/_localstack/info'])('%s is open to curl', async (path) => {
    expect((await ask('GET', path)).status).toBe(200);
  });

  it('takes chaos from tools of LocalStack, if their JSON is called JSON', async () => {
    const post = (type: string) => ask('POST', '/_localstack/chaos/effects', { 'content-type': type }, '{"latency":0}');

    expect((await post('Application/JSON; charset=utf-8')).status).toBe(200);
    expect((await post('text/plain')).status).toBe(403);
    expect((await post('text/plain; a=application/json')).status).toBe(403);
    expect((await post('application/x-www-form-urlencoded')).status).toBe(403);
    expect((await ask('GET', '/_localstack/chaos/faults')).status).toBe(200);
  });

  it('changes no latency for who only asks for the head', async () => {
    const json = { 'content-type': 'application/json' };
    await ask('POST', '/_localstack/chaos/effects', json, '{"latency":1}');

    await ask('HEAD', '/_localstack/chaos/effects');

    expect((await ask('GET', '/_localstack/chaos/effects')).text).toBe('{"latency":1}');
    await ask('DELETE', '/_localstack/chaos/effects', json);
  });
});

describe('preflights', () => {
  const headers = { 'access-control-request-method': 'POST', 'access-control-request-headers': 'x-squall' };

  it('of strangers are refused, and say nothing of CORS', async () => {
    const answer = await ask('OPTIONS', '/_squall/call', { ...headers, origin: 'http://evil.example' });

    expect(answer.status).toBe(403);
    expect([...answer.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
  });

  it('of pages that --allow-origin names are granted', async () => {
    const answer = await ask('OPTIONS', '/_squall/call', { ...headers, origin: 'http://shop.example' });

    expect(answer.status).toBe(204);
    expect(answer.headers.get('access-control-allow-origin')).toBe('http://shop.example');
    expect(answer.headers.get('access-control-allow-headers')).toBe('x-squall');
  });
});
