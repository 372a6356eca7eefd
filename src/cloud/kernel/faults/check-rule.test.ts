import { describe, expect, it } from 'vitest';
import { checkRule } from './check-rule.ts';

const slow = { kind: 'slow', delayMs: 5 };

describe('a rule from outside', () => {
  it.each<unknown>([
    { effect: slow },
    { effect: { kind: 'rotate', secret: 's', value: 'v' } },
    { effect: { kind: 'error', code: 'X', status: 503, message: 'm' }, service: 'sqs', probability: 1, forMs: 0.5 },
    { effect: { kind: 'lost', answer: 'error' }, scope: 'call', nth: 1, after: 0, times: 3, attempt: 1 },
  ])('is taken: %j', (rule) => {
    expect(checkRule(rule)).toBe(rule);
  });

  it.each<unknown>([
    undefined,
    null,
    [],
    {},
    { effect: null },
    { effect: {} },
    { effect: { kind: 'slow' } },
    { effect: { kind: 'slow', delayMs: Number.POSITIVE_INFINITY } },
    { effect: { kind: 'slow', delayMs: '5' } },
    { effect: { kind: 'rotate' } },
    { effect: { kind: 'toString' } },
    { effect: { kind: 'error', status: 1e308 } },
    { effect: { kind: 'error', status: 99 } },
    { effect: slow, service: 5 },
    { effect: slow, operation: {} },
    { effect: slow, resource: 'x'.repeat(3000) },
    { effect: slow, nth: -1 },
    { effect: slow, times: Number.NaN },
    { effect: slow, probability: 2 },
    { effect: slow, constructor: 1 },
  ])('is refused, with a hint: %j', (rule) => {
    expect(() => checkRule(rule)).toThrow(expect.objectContaining({ code: 'InvalidFault', hint: expect.any(String) }));
  });
});
