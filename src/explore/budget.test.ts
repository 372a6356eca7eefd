import { describe, expect, it } from 'vitest';
import { Budget } from './budget.ts';

/** How many plans a budget gives before it is spent. */
function plansOf(budget: Budget, max: number): number {
  let plans = 0;
  while (plans < max && budget.take()) plans += 1;
  return plans;
}

describe('a budget', () => {
  it('counts plans, the same on every machine', () => {
    const budget = new Budget(3);

    expect(plansOf(budget, 10)).toBe(3);
    expect(budget.cutBy).toBe('plans');
  });

  it('is not cut as long as nobody wants more than there is', () => {
    const budget = new Budget({ plans: 3 });

    expect(plansOf(budget, 3)).toBe(3);
    expect(budget.cutBy).toBeUndefined();
  });

  it('says that time was what cut it', () => {
    const budget = new Budget({ plans: 3, time: '0s' });

    expect(plansOf(budget, 3)).toBe(0);
    expect(budget.cutBy).toBe('time');
  });

  it('has a limit of plans unless only a time is given', () => {
    expect(new Budget().plansMax).toBe(1000);
    expect(new Budget('60s')).toMatchObject({ plansMax: Number.POSITIVE_INFINITY, timeMs: 60_000 });
  });

  it.each([0, -1, 1.5])('of %d plans is refused', (plans) => {
    expect(() => new Budget(plans)).toThrow(/explores nothing/);
  });
});
