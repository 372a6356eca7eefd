import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { Exploration, type Verdict } from 'squall/vitest';
import { describe, expect, test } from 'vitest';
import { type Plan, tokenOf } from '../../src/explore/run/plan.ts';
import { everyFault } from '../fixtures/explore/every-fault.ts';
import { scenarios } from '../fixtures/explore/scenarios.ts';

interface Told {
  readonly token: string;
  readonly unreached: readonly object[];
  readonly verdict: Verdict;
}

/** What a token is of and what was found there, of everything that can be explored of a specimen. */
async function explored(name: string): Promise<Told[]> {
  await using exploration = await Exploration.open(name, scenarios[name] ?? expect.fail(`no specimen ${name}`));
  const found: Told[] = [];
  const judge = exploration.judge.bind(exploration);
  // Every plan that any search runs, also those that find nothing: their tokens are tokens, too.
  exploration.judge = async (plan: Plan, options) => {
    const judged = await judge(plan, options);
    const { run, verdict } = judged;
    found.push({ token: tokenOf(run.plan, run.trace), unreached: run.unreached, verdict });
    return judged;
  };
  for (const cell of exploration.cells) await exploration.explore(cell);
  if (exploration.scenario.depth === 2) await exploration.pairs(exploration.budget());
  if (exploration.scenario.race) await exploration.races(exploration.budget());
  await exploration.random(20);
  return found;
}

/** The same tokens in a process of their own, last ones first: nothing may depend on what ran before. */
async function replayedElsewhere(name: string, tokens: readonly string[]): Promise<unknown> {
  const program = 'integration/fixtures/explore/replay-all.ts';
  const child = spawn(process.execPath, ['--conditions=squall-source', program, name], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.end(tokens.toReversed().join('\n'));
  const replayed = JSON.parse(await text(child.stdout)) as { readonly token: string }[];
  return replayed.toReversed();
}

describe('a token gives the same run in another process', { timeout: 300_000 }, () => {
  test.each(Object.keys(scenarios).filter((name) => name !== 'every fault'))(
    '%s: single faults, pairs, orders and random plans',
    async (name) => {
      const found = await explored(name);

      const replayed = await replayedElsewhere(
        name,
        found.map(({ token }) => token),
      );

      expect(found.length).toBeGreaterThan(20);
      expect(replayed).toEqual(found.map((each) => ({ ...each, hasDrifted: false })));
    },
  );

  test('every kind of fault: of each the first cell in which it meets its call', async () => {
    await using exploration = await Exploration.open('every fault', everyFault);
    const met = new Map<string, Told>();
    for (const cell of exploration.cells) {
      if (met.has(cell.kind.name)) continue;
      const { run, verdict, token } = await exploration.explore(cell);
      const { unreached } = run;
      if (unreached.length === 0) met.set(cell.kind.name, { token, unreached, verdict });
    }
    const found = [...met.values()];

    const replayed = await replayedElsewhere(
      'every fault',
      found.map(({ token }) => token),
    );

    const all = new Set(exploration.faults.kinds.map(({ name }) => name));
    expect([...met.keys()].sort()).toEqual([...all].sort());
    expect(replayed).toEqual(found.map((each) => ({ ...each, hasDrifted: false })));
  });
});
