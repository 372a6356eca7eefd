import { describe, expect, it } from 'vitest';
import { Exploration } from './exploration.ts';
import type { Scenario } from './scenario.ts';
import { fakeHttp } from './simulation/fake-http.ts';
import { templateOf } from './testing/template.ts';

const provider = () =>
  fakeHttp<{ readonly charges: { readonly id: string }[] }>('https://provider.test', {
    state: () => ({ charges: [] }),
    'POST /charges': ({ s, id }) => {
      const charge = { id: id('ch') };
      s.charges.push(charge);
      return charge;
    },
  });

/** Compresses, waits and charges; how often is what tells one scenario from another. */
const scenario = (charges: number): Scenario => ({
  app: templateOf({
    code: `const { promisify } = require('util'); const { gzip } = require('zlib'); const { subtle } = crypto;
      exports.handler = async () => {
        for (let n = 0; n < ${charges}; n += 1) {
          const z = await promisify(gzip)(Buffer.alloc(200000, 'a'));
          const d = await subtle.digest('SHA-256', z);
          await new Promise((r) => setTimeout(r, 20));
          const r = await fetch('https://provider.test/charges', { method: 'POST', body: JSON.stringify({ n, d: Buffer.from(d).toString('hex') }) });
          if (!r.ok) throw new Error('no');
        }
        return 'ok';
      };`,
  }),
  external: [provider()],
  when: (w) => w.client({ retries: 2 }).post('/do', { idempotencyKey: 'k1', json: {} }),
});

/** A stack may end in Node's own frames, which tell in which phase of its loop a promise was kept. */
const withoutLoop = (line: string): string =>
  line.replaceAll(/," {4}at (?:runNextTicks|process\.processImmediate|process\.processTicksAndRejections) [^"]*"/g, '');

/** All that an exploration finds, and how each run went. */
async function found(charges: number): Promise<unknown> {
  await using exploration = await Exploration.open(`charges ${charges}`, scenario(charges));
  const results = [];
  for (const cell of exploration.cells) {
    const { verdict, run } = await exploration.explore(cell);
    // Not the digests of payloads: an event of an HTTP API names the cloud's port.
    const calls = run.boundaryCalls.map(({ arrivedMs, point, attempt, status, code }) =>
      [arrivedMs, point, attempt, status, code].join(' '),
    );
    const { outcomes, sideEffects, incidents, state, end } = run;
    const logs = run.logs.map(withoutLoop);
    const { violations } = verdict;
    const title = exploration.titleOf(cell);
    results.push({ title, violations, calls, outcomes, sideEffects, incidents, state, logs, end });
  }
  return results;
}

describe('two explorations in one process', () => {
  it('find at the same time what each finds alone', { timeout: 120_000 }, async () => {
    const alone = [await found(1), await found(2)];

    const together = await Promise.all([found(1), found(2)]);

    expect(together).toEqual(alone);
    expect(JSON.stringify(alone[0])).toContain('DUP');
  });
});
