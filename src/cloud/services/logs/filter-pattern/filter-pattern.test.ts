import { describe, expect, it } from 'vitest';
import { compileFilterPattern } from './filter-pattern.ts';

const matches = (pattern: string, message: string): boolean =>
  compileFilterPattern(pattern).match(message) !== undefined;

describe('term patterns', () => {
  it.each([
    ['', 'anything', true],
    ['ERROR', '[ERROR 400] BAD REQUEST', true],
    ['error', '[ERROR 400] BAD REQUEST', false],
    ['ERROR ARGUMENTS', '[ERROR 419] MISSING ARGUMENTS', true],
    ['ERROR ARGUMENTS', '[ERROR 401] UNAUTHORIZED', false],
    ['?ERROR ?WARN', '[WARN 1]', true],
    ['?ERROR ?WARN', '[INFO 1]', false],
    ['?ERROR REQUEST', 'a REQUEST', true],
    ['ERROR -EXITING', 'ERROR', true],
    ['ERROR -EXITING', 'ERROR: EXITING', false],
    ['"INTERNAL SERVER ERROR"', '500 INTERNAL SERVER ERROR', true],
    ['"INTERNAL SERVER ERROR"', 'INTERNAL ERROR SERVER', false],
    ['%ERR[0-9]+%', 'ERR42', true],
    ['%^ERR%', 'an ERR', false],
  ])('%s against %s: %s', (pattern, message, expected) => {
    expect(matches(pattern, message)).toBe(expected);
  });
});

describe('JSON patterns', () => {
  const event = JSON.stringify({
    level: 'ERROR',
    latency: 120.5,
    ok: false,
    none: null,
    list: [{ id: 2 }, 'two'],
    'a.b': 'dotted',
    ip: '123.123.4.5',
  });

  it.each([
    ['{ $.level = "ERROR" }', true],
    ['{ $.level = ERROR }', true],
    ['{ $.level = "WARN" }', false],
    ['{ $.level != "WARN" }', true],
    ['{ $.missing != "WARN" }', false],
    ['{ $.level = "ERR*" }', true],
    ['{ $.ip = 123.123.* }', true],
    ['{ $.latency > 120 && $.latency <= 1.205e2 }', true],
    ['{ $.latency < 120 }', false],
    ['{ $.level = "WARN" || $.ok IS FALSE }', true],
    ['{ ($.level = "WARN" || $.level = "ERROR") && $.latency >= 121 }', false],
    ['{ $.level = "WARN" || $.level = "ERROR" && $.latency > 1 }', true],
    ['{ $.none IS NULL }', true],
    ['{ $.missing NOT EXISTS }', true],
    ['{ $.none NOT EXISTS }', false],
    ['{ $.list[0].id = 2 }', true],
    ['{ $.list[1] = "two" }', true],
    ["{ $.['a.b'] = dotted }", true],
    ['{ $.level = %^ERR% }', true],
    ['{ $.__proto__ NOT EXISTS }', true],
  ])('%s: %s', (pattern, expected) => {
    expect(matches(pattern, event)).toBe(expected);
  });

  it('match no text that is not JSON', () => {
    expect(matches('{ $.a NOT EXISTS }', 'plain')).toBe(false);
  });

  it('read the values that metrics want', () => {
    const match = compileFilterPattern('{ $.latency = * }').match(event);

    expect(match?.valueOf('$.latency')).toBe('120.5');
    expect(match?.valueOf('$.missing')).toBeUndefined();
  });
});

describe('space-delimited patterns', () => {
  const event = '127.0.0.1 - frank [10/Oct/2000:13:25:15 -0700] "GET /index.html HTTP/1.0" 404 1534';

  it.each([
    ['[ip, id, user, time, request, status, bytes]', true],
    ['[ip, id, user, time, request, status]', false],
    ['[ip, ..., status, bytes]', true],
    ['[..., status = 4*, bytes > 1000]', true],
    ['[..., status = 5*, bytes]', false],
    ['[..., request = "*html*", status = 404 || status = 410, bytes]', true],
    ['[ip, id, user = %^fr%, ...]', true],
    ['[ip = 127.0.0.1, ...]', true],
  ])('%s: %s', (pattern, expected) => {
    expect(matches(pattern, event)).toBe(expected);
  });

  it('read the values that metrics want', () => {
    expect(compileFilterPattern('[..., status, bytes]').match(event)?.valueOf('$bytes')).toBe('1534');
  });
});

describe('patterns that cannot be read', () => {
  it.each([
    '{ $.a = }',
    '{ $.a = 1',
    '{ ($.a = 1 }',
    '{ $.a ~ 1 }',
    '{ $.a > "x" }',
    '[a, ..., b, ...]',
    '%(a)%',
    '{ $.a IS MAYBE }',
  ])('%s', (pattern) => {
    expect(() => compileFilterPattern(pattern)).toThrow(/Invalid filter pattern/);
  });
});
