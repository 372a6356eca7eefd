import { describe, expect, test } from 'vitest';
import { asksAhead, preflightReply, withCors } from './cors.ts';

const page = 'https://app.example.com';

describe('preflight', () => {
  test('is OPTIONS with an origin and the method asked for', () => {
    const headers = { origin: page, 'access-control-request-method': 'PUT' };

    expect(asksAhead('OPTIONS', headers)).toBe(true);
    expect(asksAhead('GET', headers)).toBe(false);
    expect(asksAhead('OPTIONS', { origin: page })).toBe(false);
  });

  test('tells what is configured', () => {
    const cors = { AllowOrigins: [page], AllowMethods: ['GET', 'PUT'], AllowHeaders: ['x-a'], MaxAge: 60 };

    expect(preflightReply(cors, page)).toEqual({
      status: 204,
      headers: {
        'access-control-allow-origin': page,
        'access-control-allow-methods': 'GET,PUT',
        'access-control-allow-headers': 'x-a',
        'access-control-max-age': '60',
      },
      body: '',
    });
  });

  test('tells a foreign origin nothing', () => {
    expect(preflightReply({ AllowOrigins: [page] }, 'https://evil.example')).toEqual({
      status: 204,
      headers: {},
      body: '',
    });
  });
});

describe('allowed origins', () => {
  test.each([
    [['*'], page, '*'],
    [['https://*'], page, page],
    [['http://*'], page, undefined],
    [['HTTPS://APP.EXAMPLE.COM'], page, page],
    [['https://app.example'], page, undefined],
  ])('%j answers %s with %s', (AllowOrigins, origin, expected) => {
    const reply = withCors({ status: 200, headers: {}, body: '' }, { AllowOrigins }, origin);

    expect(reply.headers['access-control-allow-origin']).toBe(expected);
  });
});

test('headers of the integration give way to the configured ones', () => {
  const headers = { 'access-control-allow-origin': '*', 'access-control-allow-methods': 'TRACE', 'x-a': '1' };
  const cors = { AllowOrigins: [page], AllowCredentials: true, ExposeHeaders: ['x-a', 'x-b'] };

  expect(withCors({ status: 200, headers, body: '' }, cors, page).headers).toEqual({
    'access-control-allow-origin': page,
    'access-control-allow-credentials': 'true',
    'access-control-expose-headers': 'x-a,x-b',
    'x-a': '1',
  });
  expect(withCors({ status: 200, headers, body: '' }, cors, undefined).headers).toEqual({ 'x-a': '1' });
});
