import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Random } from '../../src/cloud/kernel/random.ts';
import { type Arrived, awaitDeliveries, lostOf } from './await-deliveries.ts';
import { deployEvents } from './deploy-events.ts';
import { addFaults, loadUntilKilled, type Position, type Promised, workers } from './event-load.ts';
import { type SquallProcess, startSquall } from './squall-process.ts';

const rounds = Number(process.env.SQUALL_KILL_ROUNDS ?? 3);
const seed = Number(process.env.SQUALL_TEST_SEED ?? Math.floor(Math.random() * 2 ** 31));

/** Acts after which a round's process is killed. */
const killAfter = { min: 30, max: 80 } as const;
const patienceMs = 60_000;

describe(`kill -9 under deliveries of topics and rules, ${rounds} times over`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'squall-kill-events-'));
  const promised: Promised = { news: [], ordered: [], events: [] };
  let squall: SquallProcess | undefined;
  let arrived: Arrived = { received: new Map(), marked: new Set() };

  beforeAll(
    async () => {
      const random = new Random(seed);
      const positions = new Map<string, Position>(workers.map((name) => [name, { index: 0 }]));
      squall = await startSquall(join(folder, 'data'), 'virtual');
      await deployEvents(squall);
      for (let round = 0; round < rounds; round += 1) {
        await addFaults(squall);
        await loadUntilKilled(squall, killAfter.min + random.int(killAfter.max - killAfter.min), promised, positions);
        squall = await startSquall(join(folder, 'data'), 'virtual');
      }
      arrived = await awaitDeliveries(squall, promised, patienceMs);
    },
    rounds * 20_000 + 2 * patienceMs,
  );

  afterAll(async () => {
    const counts = [...arrived.received].map(
      ([name, ids]) => `${name} ${ids.length} (${ids.length - new Set(ids).size} twice)`,
    );
    console.log(`kills: seed ${seed}, repeat with SQUALL_TEST_SEED=${seed}; received: ${counts.join(', ')}`);
    await squall?.kill();
    rmSync(folder, { recursive: true, force: true });
  });

  it('loses nothing that was acknowledged', () => {
    for (const ids of Object.values(promised)) expect(ids.length).toBeGreaterThanOrEqual(rounds);
    const lost = lostOf(promised, arrived);
    expect(lost).toEqual(Object.fromEntries(Object.keys(lost).map((where) => [where, []])));
  });

  it('brings each message of a FIFO topic once, in the order of its group', () => {
    const received = arrived.received.get('ordered.fifo') ?? [];
    const groups = Map.groupBy(received, (id) => id.split('/')[0]);

    expect(received.length).toBeGreaterThanOrEqual(promised.ordered.length);
    for (const [group, ids] of groups) expect(ids).toEqual(ids.map((_id, index) => `${group}/${index}`));
  });
});
