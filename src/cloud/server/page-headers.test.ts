import { expect, it } from 'vitest';
import type { HttpRequest, HttpResponse } from '../kernel/http.ts';
import { withPageHeaders } from './page-headers.ts';
import type { Zone } from './zone.ts';

const html: HttpResponse = { status: 200, headers: { 'Content-Type': 'text/html' }, body: '<p>' };
const json: HttpResponse = { status: 200, headers: { 'content-type': 'application/json' }, body: '{}' };

function answer(headers: Record<string, string>, response: HttpResponse, zone: Zone = 'shared', allowed?: string) {
  const path = '/';
  const request: HttpRequest = {
    method: 'GET',
    path,
    query: '',
    headers,
    rawHeaders: [],
    body: Buffer.alloc(0),
    remoteAddress: '',
  };
  return withPageHeaders(request, response, () => zone, allowed);
}

const sandboxOf = ({ headers }: HttpResponse) => String(headers['content-security-policy']);
const document = { 'sec-fetch-site': 'none', 'sec-fetch-dest': 'document' };

it('documents from a shared host are sandboxed without their origin', () => {
  for (const response of [html, json]) {
    expect(sandboxOf(answer(document, response))).toMatch(/^sandbox allow-scripts/);
    expect(sandboxOf(answer(document, response))).not.toContain('allow-same-origin');
  }
  expect(sandboxOf(answer({ ...document, 'sec-fetch-dest': 'iframe' }, html, 'closed'))).toContain('sandbox');
});

it('old browsers do not say what they load: the type decides', () => {
  const old = { 'user-agent': 'Mozilla/5.0' };

  expect(sandboxOf(answer(old, html))).toContain('sandbox');
  expect(sandboxOf(answer(old, { ...html, headers: {} }))).toContain('sandbox');
  expect(answer(old, json)).toEqual(json);
});

it('a policy of the document’s own stays, beside ours', () => {
  const own = { ...html, headers: { 'Content-Security-Policy': "default-src 'self'" } };

  expect(answer(document, own).headers['Content-Security-Policy']).toEqual([
    "default-src 'self'",
    expect.stringContaining('sandbox'),
  ]);
});

it('programs, and hosts of one API, get what was answered and no more', () => {
  expect(answer({ 'user-agent': 'aws-sdk-js/3' }, html, 'closed')).toBe(html);
  expect(answer(document, html, 'own-origin')).toBe(html);
  expect(answer({ ...document, 'sec-fetch-dest': 'empty' }, json)).toEqual(json);
});

it('pages that are let in may read the answer', () => {
  const { headers } = answer({ 'sec-fetch-site': 'cross-site' }, json, 'closed', 'http://shop.example');

  expect(headers).toMatchObject({
    'access-control-allow-origin': 'http://shop.example',
    'x-content-type-options': 'nosniff',
  });
});
