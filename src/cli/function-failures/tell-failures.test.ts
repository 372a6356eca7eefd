import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DescribedFailure } from './describe-failure.ts';
import { createTeller } from './tell-failures.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const failure: DescribedFailure = {
  time: '2026-01-02T03:04:05.678Z',
  function: 'Shop/CreateOrder',
  functionName: 'Shop-CreateOrder-X1',
  requestId: 'r-1',
  cause: 'POST /orders',
  errorType: 'TypeError',
  errorMessage: 'no price',
  frames: [{ name: 'priceOf', file: 'lib/price.ts', line: 3, column: 15, isOwn: true }],
  excerpt: '    3 │ item.price',
  lacksMap: false,
};

function telling(isJson = false) {
  const told: string[] = [];
  return { told, ...createTeller({ isJson, write: (text) => void told.push(text) }) };
}

describe('failures of functions', () => {
  it('are told with what they were for, the error, the stack and the line', () => {
    const { told, tell, close } = telling();

    tell(failure);
    close();

    expect(told).toEqual([
      [
        '03:04:05.678 ✗ Shop/CreateOrder failed at POST /orders',
        '  TypeError: no price',
        '    at priceOf (lib/price.ts:3:15)',
        '',
        '    3 │ item.price',
        '',
        '',
      ].join('\n'),
    ]);
  });

  it('that come again are counted, and told anew once it was quiet', () => {
    const { told, tell, close } = telling();

    for (let count = 0; count < 13; count += 1) tell({ ...failure, errorMessage: `no price of ${count}` });
    expect(told).toHaveLength(1);
    vi.advanceTimersByTime(5000);
    expect(told[1]).toBe('03:04:05.678 ✗ Shop/CreateOrder failed at POST /orders ×12, as before: TypeError\n');
    vi.advanceTimersByTime(5000);
    expect(told).toHaveLength(2);
    tell(failure);

    expect(told[2]).toContain('lib/price.ts:3:15');
    close();
  });

  it('are a line each where there are many of them', () => {
    const { told, tell, close } = telling();

    for (let count = 0; count < 30; count += 1) tell({ ...failure, functionName: `f-${count}` });

    expect(told.filter((text) => text.includes('lib/price.ts'))).toHaveLength(10);
    expect(told.at(-1)).toBe('03:04:05.678 ✗ Shop/CreateOrder failed at POST /orders: TypeError\n');
    close();
  });

  it('of bundles without source maps say once how to get one', () => {
    const { told, tell, close } = telling();

    tell({ ...failure, lacksMap: true });
    tell({ ...failure, functionName: 'another', lacksMap: true });

    expect(told.filter((text) => text.includes('sourceMap: true'))).toHaveLength(1);
    close();
  });

  it('are a line of JSON each for programs', () => {
    const { told, tell, close } = telling(true);

    tell(failure);
    tell(failure);
    close();

    expect(told.map((text) => JSON.parse(text))).toEqual([{ failure }, { failure }]);
  });
});
