import { describe, expect, it } from 'vitest';
import type { Judged } from '../judge/verdict.ts';
import type { Plan } from '../run/plan.ts';
import { Ahead, type Judge } from './ahead.ts';

const plans: readonly Plan[] = ['a', 'b', 'c', 'd'].map((point) => ({ faults: [{ point, kind: 'lost' }] }));
const nameOf = (plan: Plan) => plan.faults[0]?.point ?? '';
const judgedBy = (who: string, plan: Plan) => `${who} ${nameOf(plan)}` as unknown as Judged;

/** Somebody who is told when he is done with his first plan; with others he is done at once. */
class Other implements Judge {
  readonly asked: string[] = [];
  hasEnded = false;
  #finish: (() => void) | undefined;

  judge(plan: Plan): Promise<Judged | undefined> {
    this.asked.push(nameOf(plan));
    if (this.asked.length > 1) return Promise.resolve(judgedBy('other', plan));
    return new Promise((resolve) => {
      this.#finish = () => resolve(this.hasEnded ? undefined : judgedBy('other', plan));
    });
  }

  finish(): void {
    this.#finish?.();
  }
}

function subject(onHere: (plan: Plan) => void = () => undefined) {
  const here: string[] = [];
  const ahead = new Ahead(async (plan) => {
    here.push(nameOf(plan));
    onHere(plan);
    return judgedBy('here', plan);
  });
  const other = new Other();
  ahead.expect(plans);
  ahead.join(other);
  const all = async () => {
    const results: unknown[] = [];
    for (const plan of plans) results.push(await ahead.judge(plan));
    return results;
  };
  return { ahead, other, here, all };
}

describe('plans that are judged ahead', () => {
  it('are judged once each, and answered in the order in which they are asked for', async () => {
    const { other, all } = subject((plan) => nameOf(plan) === 'c' && other.finish());

    expect(await all()).toEqual(['other a', 'here b', 'here c', 'other d']);
  });

  it('are judged here while somebody else is at what is asked for', async () => {
    const { ahead, other, here } = subject((plan) => nameOf(plan) === 'd' && other.finish());

    expect(await ahead.judge(plans[0] as Plan)).toBe('other a');
    expect(here).toEqual(['b', 'c', 'd']);
  });

  it('are judged here when somebody else has died over them', async () => {
    const { other, here, all } = subject((plan) => {
      if (nameOf(plan) !== 'b') return;
      other.hasEnded = true;
      other.finish();
    });

    expect(await all()).toEqual(['here a', 'here b', 'here c', 'here d']);
    expect(here.toSorted()).toEqual(['a', 'b', 'c', 'd']);
    expect(other.asked).toEqual(['a']);
  });

  it('fail where they are asked for, not where they were tried ahead', async () => {
    const { ahead, other } = subject((plan) => {
      if (nameOf(plan) === 'c') other.finish();
      if (nameOf(plan) === 'b') throw new Error('no b');
    });

    expect(await ahead.judge(plans[0] as Plan)).toBe('other a');
    await expect(ahead.judge(plans[1] as Plan)).rejects.toThrow('no b');
  });

  it('are forgotten when others are expected', async () => {
    const { ahead, other, here } = subject();
    other.finish();
    await new Promise((resolve) => setImmediate(resolve));
    ahead.expect([]);

    expect(await ahead.judge(plans[0] as Plan)).toBe('here a');
    expect(here).toEqual(['a']);
  });
});
