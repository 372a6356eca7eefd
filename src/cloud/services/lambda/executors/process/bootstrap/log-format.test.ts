import { describe, expect, it } from 'vitest';
import { jsonLine, textLine } from './log-format.ts';

const time = '2026-11-21T02:07:09.123Z';
const json = (message: unknown, ...more: unknown[]): unknown => JSON.parse(jsonLine(time, 'id', 'INFO', message, more));

describe('text format', () => {
  it('has time, request, level and the formatted message between tabs', () => {
    expect(textLine(time, 'id', 'WARN', 'a %s', ['b', { c: 1 }])).toBe(`${time}\tid\tWARN\ta b { c: 1 }`);
  });

  it('prints undefined for the request during the init phase', () => {
    expect(textLine(time, undefined, 'INFO', 'x', [])).toBe(`${time}\tundefined\tINFO\tx`);
  });
});

describe('JSON format', () => {
  it('keeps an object that is logged alone', () => {
    expect(json({ a: [1] })).toEqual({ timestamp: time, level: 'INFO', requestId: 'id', message: { a: [1] } });
  });

  it('turns an error into fields', () => {
    const error = Object.assign(new RangeError('no'), { code: 7 });

    expect(json(error)).toMatchObject({ message: { errorType: 'RangeError', errorMessage: 'no', code: 7 } });
    expect(json('failed:', error)).toMatchObject({
      errorType: 'RangeError',
      stackTrace: expect.arrayContaining(['RangeError: no']),
    });
  });

  it('prints what is no JSON as text', () => {
    const circular: { self?: unknown } = {};
    circular.self = circular;

    expect(json(circular)).toMatchObject({ message: '<ref *1> { self: [Circular *1] }' });
  });
});
