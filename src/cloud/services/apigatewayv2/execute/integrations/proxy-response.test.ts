import { describe, expect, test } from 'vitest';
import { HeaderNames } from '../../../../gateway/requests/header-names.ts';
import { GatewayError } from '../gateway-error.ts';
import { readResponseV1, readResponseV2 } from './proxy-response.ts';

const json = { 'content-type': 'application/json' };
const text = { 'content-type': 'text/plain; charset=utf-8' };

describe('format 2.0', () => {
  test.each([
    ['an object without a status', '{"a":1}', { status: 200, headers: json, body: '{"a":1}' }],
    ['a bare string, without its quotes', '"hi"', { status: 200, headers: json, body: 'hi' }],
    ['a number', '3', { status: 200, headers: json, body: '3' }],
    ['nothing', 'null', { status: 200, headers: json, body: 'null' }],
    ['a list', '[1,2]', { status: 200, headers: json, body: '[1,2]' }],
    ['a status alone', '{"statusCode":204}', { status: 204, headers: text, body: '' }],
    ['a status as text', '{"statusCode":"418","body":"no"}', { status: 418, headers: text, body: 'no' }],
    [
      'headers of any case, numbers as text',
      '{"statusCode":200,"headers":{"Content-Type":"text/html","X-N":1}}',
      {
        status: 200,
        headers: { 'content-type': 'text/html', 'x-n': '1' },
        headerNames: new HeaderNames([
          ['content-type', 'Content-Type'],
          ['x-n', 'X-N'],
        ]),
        body: '',
      },
    ],
    [
      'cookies, ahead of a set-cookie header',
      '{"statusCode":200,"headers":{"Set-Cookie":"c=3"},"cookies":["a=1","b=2"]}',
      {
        status: 200,
        headers: { ...text, 'set-cookie': ['a=1', 'b=2', 'c=3'] },
        headerNames: new HeaderNames([['set-cookie', 'Set-Cookie']]),
        body: '',
      },
    ],
  ])('takes %s', (_, payload, response) => {
    expect(readResponseV2(payload)).toEqual(response);
  });

  test('decodes base64', () => {
    const { body } = readResponseV2('{"statusCode":200,"body":"AQID","isBase64Encoded":true}');

    expect(body).toEqual(Buffer.from([1, 2, 3]));
  });

  test.each([
    '{',
    '{"statusCode":"abc"}',
    '{"statusCode":99}',
    '{"statusCode":200,"headers":"x"}',
    '{"statusCode":200,"headers":{"x":"a\\r\\nforged: b"}}',
    '{"statusCode":200,"cookies":"a=1"}',
    '{"statusCode":200,"body":{"a":1}}',
    '{"statusCode":200,"isBase64Encoded":"yes"}',
  ])('answers 500 to %s', (payload) => {
    expect(() => readResponseV2(payload)).toThrow(
      expect.objectContaining({ status: 500, message: 'Internal Server Error' }),
    );
    expect(() => readResponseV2(payload)).toThrow(GatewayError);
  });
});

describe('format 1.0', () => {
  test('requires a status', () => {
    expect(() => readResponseV1('{"body":"x"}')).toThrow(expect.objectContaining({ status: 500 }));
    expect(() => readResponseV1('"x"')).toThrow(expect.objectContaining({ status: 500 }));
  });

  test('sends multi-value headers once for each value, and lets unknown members be', () => {
    const payload = '{"statusCode":200,"multiValueHeaders":{"X-A":["1","2"]},"headers":{"x-b":"3"},"surplus":true}';

    expect(readResponseV1(payload)).toEqual({
      status: 200,
      headers: { ...text, 'x-a': ['1', '2'], 'x-b': '3' },
      headerNames: new HeaderNames([['x-a', 'X-A']]),
      body: '',
    });
  });
});
