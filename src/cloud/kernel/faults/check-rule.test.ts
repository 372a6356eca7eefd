import { describe, expect, it } from 'vitest';
import { checkRule } from './check-rule.ts';

const slow = { kind: 'slow', delayMs: 5 };

describe('a rule from outside', () => {
  it.each<unknown>([
    { fault: slow },
    { fault: { kind: 'rotate', secret: 's', value: 'v' } },
    { fault: { kind: 'error', code: 'X', status: 503, message: 'm' }, service: 'sqs', probability: 1, forMs: 0.5 },
    { fault: { kind: 'lost', answer: 'error' }, scope: 'call', nth: 1, after: 0, times: 3, attempt: 1 },
  ])('is taken: %j', (rule) => {
    expect(checkRule(rule)).toBe(rule);
  });

  it.each<unknown>([
    undefined,
    null,
    [],
    {},
    { fault: null },
    { fault: {} },
    { fault: { kind: 'slow' } },
    { fault: { kind: 'slow', delayMs: Number.POSITIVE_INFINITY } },
    { fault: { kind: 'slow', delayMs: '5' } },
    { fault: { kind: 'rotate' } },
    { fault: { kind: 'toString' } },
    { fault: { kind: 'error', status: 1e308 } },
    { fault: { kind: 'error', status: 99 } },
    { fault: slow, service: 5 },
    { fault: slow, operation: {} },
    { fault: slow, resource: 'x'.repeat(3000) },
    { fault: slow, nth: -1 },
    { fault: slow, times: Number.NaN },
    { fault: slow, probability: 2 },
    { fault: slow, constructor: 1 },
  ])('is refused, with a hint: %j', (rule) => {
    expect(() => checkRule(rule)).toThrow(expect.objectContaining({ code: 'InvalidFault', hint: expect.any(String) }));
  });
});
