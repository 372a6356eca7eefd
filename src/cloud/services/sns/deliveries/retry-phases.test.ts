import { expect, it } from 'vitest';
import { managedPhases, waitAfterFailure } from './retry-phases.ts';

/** All waits in seconds, until it is given up. */
function waitsOf(phases: typeof managedPhases): number[] {
  const waits: number[] = [];
  for (let failures = 1; ; failures += 1) {
    const waitMs = waitAfterFailure(failures, phases);
    if (waitMs === undefined) return waits;
    waits.push(waitMs / 1000);
  }
}

it('queues and functions are tried 100,015 times more over 23 days', () => {
  const waits = waitsOf(managedPhases);

  const days = waits.reduce((sum, wait) => sum + wait, 0) / 86_400;
  expect(waits.length).toBe(100_015);
  expect(waits.slice(0, 6)).toEqual([0, 0, 0, 1, 1, 1]);
  expect(waits.slice(14, 17)).toEqual([20, 20, 20]);
  expect(Math.floor(days)).toBe(23);
});

const phases = {
  minDelayTarget: 10,
  maxDelayTarget: 50,
  numRetries: 8,
  numNoDelayRetries: 1,
  numMinDelayRetries: 1,
  numMaxDelayRetries: 1,
  backoffFunction: 'linear',
};

it.each([
  ['linear', [0, 10, 10, 20, 30, 40, 50, 50]],
  ['arithmetic', [0, 10, 10, 12.5, 20, 32.5, 50, 50]],
  ['exponential', [0, 10, 10, 14.953, 22.361, 33.437, 50, 50]],
])('delays grow in the backoff phase by the policy: %s', (backoffFunction, waits) => {
  expect(waitsOf({ ...phases, backoffFunction })).toEqual(waits);
});
