import { Exploration, f, fakeHttp, type Scenario } from 'squall/vitest';
import { describe, expect, test } from 'vitest';
import { payments } from '../fixtures/explore/payments.ts';

const app = 'integration/fixtures/explore/schedules/app.ts';

const archive = fakeHttp('https://archive.example.com', {
  state: () => ({ times: [] as string[] }),
  'POST /reports': ({ body, s }) => {
    s.times.push((body as { readonly time: string }).time);
    return {};
  },
});

/** Explores every cell; answers what was broken, by its code. */
async function explore(name: string, scenario: Scenario) {
  await using exploration = await Exploration.open(name, { app, external: [payments, archive], ...scenario });
  for (const cell of exploration.cells) await exploration.explore(cell);
  expect(exploration.faultFree.verdict.violations).toEqual([]);
  const broken = exploration.results.flatMap(({ title, verdict }) =>
    verdict.violations.map(({ code }) => `${code}: ${title}`),
  );
  return {
    broken,
    titles: exploration.results.map(({ title }) => title),
    sideEffects: exploration.faultFree.run.sideEffects.length,
  };
}

describe('a scheduled job', { timeout: 120_000 }, () => {
  test.each(['CarelessRule', 'CarelessSchedule'])(
    '%s bills twice where each run is taken for a new one',
    async (name) => {
      const { broken } = await explore(name, { when: (w) => w.tick(name) });

      expect(broken).toContain('DUP: lost @ http.POST(payments.example.com/charges)#1');
      expect(broken.some((each) => /^DUP: duplicate @ (?:events|scheduler)\./.test(each))).toBe(true);
      expect(broken).toContain('DUP: duplicate @ lambda.DeliverEvent(CarelessBill)#1');
    },
  );

  test.each(['CarefulRule', 'CarefulSchedule'])(
    '%s bills once where the provider knows the run by its time',
    async (name) => {
      const { broken, titles, sideEffects } = await explore(name, { when: (w) => w.tick(name) });

      expect(broken).toEqual([]);
      expect(sideEffects).toBe(1);
      expect(titles.some((title) => /^duplicate @ (?:events|scheduler)\./.test(title))).toBe(true);
    },
  );

  test('comes at its times of the clock, as often as it is told to, and never by itself', async () => {
    await using exploration = await Exploration.open('report', {
      app,
      external: [payments, archive],
      when: async (w) => {
        // What came to pass before is passed over: that is over.
        await w.sleep('100m');
        await w.tick('Report', { times: 3 });
      },
    });
    const { sideEffects, boundaryCalls } = exploration.faultFree.run;
    const atMs = boundaryCalls.filter(({ operation }) => operation === 'DeliverEvent').map((call) => call.releasedMs);
    const hours = new Set(atMs.map((ms) => ((ms ?? 0) - exploration.simulation.startMs) / 3_600_000));

    expect(sideEffects).toHaveLength(3);
    expect([...hours]).toEqual([2, 3, 4]);
  });

  test('that is made by the app once, for a time, comes by itself', async () => {
    const { sideEffects, titles } = await explore('reminder', { when: (w) => w.invoke('Planner', { inMinutes: 90 }) });

    expect(sideEffects).toBe(1);
    expect(titles).toContain('duplicate @ scheduler.InvokeScheduleTarget(reminder)#1');
  });

  test('retries and goes to its dead-letter queue as the schedule says', async () => {
    await using exploration = await Exploration.open('purge', {
      app,
      external: [payments, archive],
      faults: f.only('throttle').plus(f.throttled('1h')).at('lambda.Invoke'),
      when: (w) => w.tick('PurgeSchedule'),
    });
    for (const cell of exploration.cells) await exploration.explore(cell);

    const codes = exploration.results.map(({ title, verdict }) => [title, verdict.violations.map(({ code }) => code)]);
    expect(Object.fromEntries(codes)).toEqual({
      'throttle @ lambda.Invoke(Purge)#1': [],
      'throttled(1h) @ lambda.Invoke(Purge)#1': ['DLQ'],
    });
    const [, dead] = exploration.results;
    expect(dead?.run.boundaryCalls.filter(({ operation }) => operation === 'Invoke')).toHaveLength(3);
  });

  test.each(['Nowhere', 'PausedRule'])('%s is no schedule that comes: those that do are told', async (name) => {
    await expect(explore('nowhere', { when: (w) => w.tick(name) })).rejects.toMatchObject({
      code: 'NotFound',
      message: `No enabled schedule “${name}” comes again and again.`,
      hint: expect.stringContaining('CarelessRule, Report'),
    });
  });

  test('whose function always fails is refused', async () => {
    await expect(explore('broken', { when: (w) => w.tick('BrokenRule') })).rejects.toMatchObject({
      code: 'NotExplorable',
      message: expect.stringMatching(
        /^Without any fault lambda\.DeliverEvent\(Broken\) fails whenever it is asked for\.\nError: never/,
      ),
    });
  });
});
