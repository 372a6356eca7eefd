import { describe, expect, it } from 'vitest';
import { differenceButIds, type Left } from './given-ids.ts';
import { normalise, type State } from './state.ts';
import { effect, run, startMs } from './testing/runs.ts';

/** What is left by a run in which fakes gave `ids`. */
const left = (state: State, ...ids: readonly string[]): Left => ({
  run: run({ sideEffects: ids.map((id) => effect({ response: JSON.stringify({ id }) })) }),
  state: normalise(state, { volatile: new Set(), ignore: [], aroundMs: startMs }),
});

/** Two charges, each with its order and its receipt, by the numbers that they were given. */
const shop = (first: string, second: string, receipts: readonly string[] = [first, second]): Left =>
  left(
    {
      'fake pay.test/charges': [
        { id: first, amount: 5 },
        { id: second, amount: 5 },
      ],
      'fake pay.test/receipts': receipts.map((charge) => ({ charge })),
      'table Orders': [
        { id: 'o1', charge: first },
        { id: 'o2', charge: second },
      ],
    },
    first,
    second,
  );

describe('states by the numbers that fakes gave', () => {
  it('are equal whichever came first, as far as all refer to the same', () => {
    expect(differenceButIds(shop('ch_1', 'ch_3'), shop('ch_3', 'ch_1'))).toEqual([]);
    expect(differenceButIds(shop('ch_1', 'ch_3'), shop('ch_2', 'ch_1'))).toEqual([]);
  });

  it('differ where something refers to what is another one’s', () => {
    expect(differenceButIds(shop('ch_1', 'ch_3'), shop('ch_1', 'ch_3', ['ch_1', 'ch_1']))).toEqual([
      { group: 'fake pay.test/receipts', missing: ['charge: "ch_3"'], extra: ['charge: "ch_1"'] },
    ]);
  });

  it('differ where something refers to what is nowhere', () => {
    const dangling = left({ 'table Orders': [{ charge: 'ch_2' }], 'fake f': [{ id: 'ch_1' }] }, 'ch_1', 'ch_2');

    expect(
      differenceButIds(left({ 'table Orders': [{ charge: 'ch_1' }], 'fake f': [{ id: 'ch_1' }] }, 'ch_1'), dangling),
    ).not.toEqual([]);
  });

  it('differ by ids that are no numbers of fakes: clients may have chosen them', () => {
    const label = (id: string): Left => left({ 'fake print.test/labels': [{ id }] }, id);

    expect(differenceButIds(label('north'), label('south'))).toHaveLength(1);
  });

  it('tell no row of which only the number is another', () => {
    const one = left(
      {
        'fake f': [
          { id: 'ch_1', n: 1 },
          { id: 'ch_2', n: 2 },
        ],
      },
      'ch_1',
      'ch_2',
    );
    const other = left(
      {
        'fake f': [
          { id: 'ch_2', n: 1 },
          { id: 'ch_1', n: 3 },
        ],
      },
      'ch_1',
      'ch_2',
    );

    expect(differenceButIds(one, other)).toEqual([
      { group: 'fake f', missing: ['id: "ch_2", n: 2'], extra: ['id: "ch_1", n: 3'] },
    ]);
  });
});
