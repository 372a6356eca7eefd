import { describe, expect, it } from 'vitest';
import { DeadlineExceeded, withinDeadline } from './deadline.ts';

describe('withinDeadline', () => {
  it('hands on what the task answers', () => {
    expect(withinDeadline(() => /^a+$/.test('aaa'))).toBe(true);
    expect(withinDeadline(() => undefined)).toBeUndefined();
  });

  it('hands on what the task throws', () => {
    const failure = new TypeError('of the task');

    expect(() =>
      withinDeadline(() => {
        throw failure;
      }),
    ).toThrow(failure);
  });

  it('stops a regular expression that would not end', () => {
    expect(() => withinDeadline(() => /^(a+)+$/.test(`${'a'.repeat(60)}!`), 20)).toThrow(DeadlineExceeded);
  });

  it('goes on afterwards', () => {
    expect(() => withinDeadline(() => /^(a|a)*$/.test(`${'a'.repeat(60)}!`), 20)).toThrow(DeadlineExceeded);

    expect(withinDeadline(() => 1)).toBe(1);
  });
});
