import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Random } from '../../src/cloud/kernel/random.ts';
import { deployLoad } from './deploy-load.ts';
import { findLost, type Lost } from './find-lost.ts';
import { type Acknowledged, loadUntilKilled, noneAcknowledged } from './mixed-load.ts';
import { type SquallProcess, startSquall } from './squall-process.ts';

const rounds = Number(process.env.SQUALL_KILL_ROUNDS ?? 4);
const seed = Number(process.env.SQUALL_TEST_SEED ?? Math.floor(Math.random() * 2 ** 31));

/** Acts after which a round's process is killed: from the first cold starts to the last of what they deliver. */
const killAfter = { min: 60, max: 420 } as const;

/** What is in flight comes after its visibility timeout, what is throttled after its back-off. */
const patienceMs = 90_000;

const kinds: readonly (readonly [keyof Acknowledged, string])[] = [
  ['items', 'an item that was put'],
  ['events', 'an asynchronous invoke: its function has run'],
  ['records', 'a record of a stream: its function has run'],
  ['kept', 'a message: it can be received'],
  ['consumed', 'a message of a mapped queue: its function has run'],
  ['rotations', 'a rotation that was asked for: it has happened'],
  ['stacks', 'a stack: it is no longer in progress'],
  ['completeStacks', 'a stack that was complete: it still is'],
];

describe(`kill -9 under a mixed load, ${rounds} times over, loses no acknowledged promise`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'squall-kill-'));
  const acknowledged = noneAcknowledged();
  let squall: SquallProcess | undefined;
  let lost: Lost | undefined;

  beforeAll(
    async () => {
      const random = new Random(seed);
      squall = await startSquall(join(folder, 'data'));
      await deployLoad(squall);
      for (let round = 0; round < rounds; round += 1) {
        await loadUntilKilled(squall, round, killAfter.min + random.int(killAfter.max - killAfter.min), acknowledged);
        squall = await startSquall(join(folder, 'data'));
      }
      lost = await findLost(squall, acknowledged, patienceMs);
    },
    rounds * 20_000 + 2 * patienceMs,
  );

  afterAll(async () => {
    const counts = kinds.map(([kind]) => `${kind} ${lost?.[kind].length ?? '?'} of ${acknowledged[kind].length}`);
    console.log(`kills: seed ${seed}, repeat with SQUALL_TEST_SEED=${seed}; lost: ${counts.join(', ')}`);
    await squall?.kill();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each(kinds)('%s › %s', (kind) => {
    expect(acknowledged[kind].length).toBeGreaterThanOrEqual(rounds);
    expect(lost?.[kind]).toEqual([]);
  });
});
