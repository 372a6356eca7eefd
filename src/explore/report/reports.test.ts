import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Exploration } from '../exploration.ts';
import type { Found } from '../search/searched.ts';
import { fakeHttp } from '../simulation/fake-http.ts';
import { templateOf } from '../testing/template.ts';
import { agentReport } from './agent.ts';
import { groupByCause, tellCause } from './causes.ts';
import { githubAnnotations } from './github.ts';
import { junitFile, junitSuite } from './junit.ts';

interface Provider {
  readonly charges: { readonly id: string }[];
}

const provider = fakeHttp<Provider>('https://provider.test', {
  state: () => ({ charges: [] }),
  'POST /charges': ({ s, id }) => {
    const charge = { id: id('ch') };
    s.charges.push(charge);
    return charge;
  },
});
const code =
  "exports.handler = async () => { const r = await fetch('https://provider.test/charges', { method: 'POST' }); if (!r.ok) throw new Error('no'); return { statusCode: 200, body: await r.text() }; };";

let exploration: Exploration;
let red: readonly Found[];
beforeAll(async () => {
  exploration = await Exploration.open('charge <twice>', {
    app: templateOf({ code }),
    external: [provider],
    when: (w) => w.client({ retries: 3 }).post('/do', { idempotencyKey: 'k1', json: {} }),
    race: { clients: 2, preemptions: 1 },
    budget: 1,
  });
  for (const cell of exploration.cells) await exploration.explore(cell);
  await exploration.races(exploration.budget());
  red = exploration.results.filter(({ verdict }) => verdict.grade === 'broken');
});
afterAll(() => exploration.close());

describe('reports for people and programs', () => {
  it('red cells of one cause are one finding, and the innermost call is the one to look at', () => {
    const causes = groupByCause(red);

    expect(red.length).toBeGreaterThan(3);
    expect(causes.length).toBeLessThan(red.length);
    expect(causes.reduce((sum, { cells }) => sum + cells.length, 0)).toBe(red.length);
    expect(causes[0]?.cells[0].title).toMatch(/ @ http\.POST\(provider\.test\/charges\)#1$/);
    expect(causes[0] && tellCause(causes[0])).toMatch(/^DUP: \d+ cells, one cause: \S+ @ http\.POST/);
  });

  it('an agent gets a finding for each cause: its plan, where it leaves the fault-free run, its token', () => {
    const report = agentReport(exploration, red, 'charge.test.ts') as {
      readonly isComplete: boolean;
      readonly explored: readonly string[];
      readonly findings: readonly Record<string, unknown>[];
    };

    expect(report.isComplete).toBe(false);
    expect(report.explored).toEqual([
      `cells ${exploration.cells.length}/${exploration.cells.length}`,
      expect.stringMatching(/^orders 1\/\d+\+: .* INCOMPLETE/),
    ]);
    expect(report.findings).toHaveLength(groupByCause(red).length);
    expect(report.findings[0]).toMatchObject({
      verdict: 'DUP',
      schedule: { faults: [{ point: 'try1 > Worker > http.POST(provider.test/charges)#1' }] },
      firstDivergence: { call: expect.stringMatching(/^try/) },
      replay: expect.stringMatching(/^npx squall explore charge\.test\.ts --scenario 'charge <twice>' --replay r1:/),
    });
  });

  it('JUnit has a case for each cell and each search, with what is accepted and what is incomplete', () => {
    const accepted = red[0]?.title ?? '';

    const file = junitFile([junitSuite(exploration, (title) => (title === accepted ? 'ADR-7' : undefined))]);

    const cases = exploration.cells.length + 2;
    expect(file).toContain('<testsuite name="charge &lt;twice&gt;"');
    expect(file).toContain(`tests="${cases}" failures="${red.length - 1 + 1}" skipped="1"`);
    expect(file.match(/<testcase /g)).toHaveLength(cases);
    expect(file).toContain('<skipped message="accepted: ADR-7"/>');
    expect(file).toMatch(/name="orders"><failure message="1 of at least \d+ orders were explored/);
  });

  it('GitHub gets an annotation for each cause, in one line', () => {
    const told = githubAnnotations(exploration, red, 'test/charge.test.ts').trimEnd().split('\n');

    expect(told).toHaveLength(groupByCause(red).length + 1);
    expect(told[0]).toMatch(/^::error file=test\/charge\.test\.ts,title=charge <twice>%3A DUP.*::DUP: .*%0Anpx squall/);
  });
});
