import { Exploration } from 'squall/vitest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderHtml } from '../../src/explore/report/html.ts';
import { makeReport } from '../../src/explore/report/make-report.ts';
import { matrixOf } from '../../src/explore/report/matrix.ts';
import { pageAssets } from '../../src/explore/report/page-assets.ts';
import type { ReportData } from '../../src/explore/report/report-data.ts';
import { type Browser, findChromium, startChromium } from '../security/chromium.ts';
import { faintTexts } from './contrast.ts';
import { type ReportPage, reportPage } from './report-page.ts';

const chromium = findChromium();
const wide = { width: 1280, height: 900, theme: 'light' } as const;
const phone = { width: 390, height: 844, theme: 'light' } as const;

if (chromium === undefined) {
  console.warn('\n!! NO CHROMIUM: the page of reports was NOT tested. Install it, or set CHROMIUM.\n');
  it('is tested with a real Chromium', ({ skip }) => skip('no Chromium here: install it, or set CHROMIUM to its path'));
}

describe.skipIf(chromium === undefined)('the page of a report, in a browser', { timeout: 60_000 }, () => {
  const told: string[] = [];
  let browser: Browser;
  let html: string;
  let page: ReportPage;

  beforeAll(async () => {
    html = await redeemCoupon();
    browser = await startChromium(chromium ?? '', { hosts: [], onTell: (text) => told.push(text) });
    page = await reportPage(browser, html);
  }, 120_000);

  afterAll(async () => {
    await page?.[Symbol.asyncDispose]();
    await browser?.close();
  });

  const text = (selector: string) => page.evaluate(`document.querySelector('${selector}')?.innerText`);
  const focused = (expression: string) => page.evaluate(`document.activeElement.${expression}`);

  it('is walked through by keyboard: from the matrix into a counterexample, step by step, and back', async () => {
    await page.open(wide);
    await page.evaluate(`document.querySelector('.matrix [tabindex="0"]').focus()`);
    const cell = String(await focused('title'));
    expect(cell).toMatch(/ at ddb\..*broken$/);

    await page.press('ArrowUp', 'ArrowDown');
    expect(await focused('title')).toBe(cell);
    expect(await focused('matches(":focus-visible")')).toBe(true);

    await page.press('Enter');
    expect(await text('.run-head .badge')).toMatch(/^[A-Z]+/);
    // It opens where the fault is.
    expect(await focused('getAttribute("aria-current")')).toBe('step');
    expect(await focused('textContent')).toContain('fault');
    const first = Number.parseInt(String(await text('.position')), 10);

    await page.press('j', 'ArrowRight', 'k');
    expect(await text('.position')).toMatch(new RegExp(`^${first + 1} /`));
    expect(await page.evaluate('document.querySelectorAll("[aria-current=step]").length')).toBe(1);
    expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid');
    await page.press('End', 'j');
    expect(await text('.position')).toMatch(/^(\d+) \/ \1$/);
    await page.press('Home', 'k');
    expect(await text('.position')).toMatch(/^1 \//);
    await page.press('n');
    expect(await text('.position')).toMatch(new RegExp(`^${first} /`));

    await page.press('Escape');
    expect(await text('.summary h1')).toMatch(/broken cells?/);
    expect(await focused('title')).toBe(cell);
  });

  it('shows each table before and after a step, its log lines, the first divergence and the replay command', async () => {
    const run = await runTitled('lost @ ddb.UpdateItem(Coupons)');
    await page.open(wide, run);

    expect(await text('.group h4')).toContain('Coupons');
    expect(await text('.group .added dl')).toMatch(/used\s+1/);
    await page.press('j');
    expect(await text('.inspector .callout.diverges')).toMatch(
      /Without the fault, ddb\.PutItem\(Requests\) comes here/,
    );
    expect(await text('.group .changed del')).toBe('1');
    expect(await text('.group .changed ins')).toBe('2');
    await page.press('End', 'k');
    expect(await text('.lines')).toContain('END RequestId');
    expect(await text('.command code')).toMatch(/^squall explore test\/coupon\.test\.ts --replay r1:\S+$/);
    expect(await text('.difference')).toMatch(/missing table Coupons .*used: 1/);
  });

  it('marks who goes first in a race, and says how many orders were explored', async () => {
    await page.open(wide);
    expect(await text('.search')).toMatch(/orders \d+\/\d+: \d+ broken/);

    await page.open(wide, await runTitled('race of 2'));
    expect(await page.evaluate(`[...document.querySelectorAll('.lane')].map((lane) => lane.textContent)`)).toEqual([
      'client A',
      'client B',
      'gateway',
      'Handler (A)',
      'Handler (B)',
      'Requests',
      'Coupons',
    ]);
    expect(await page.evaluate('document.querySelectorAll(".step .mark.overtakes").length')).toBeGreaterThan(0);
    expect(await page.evaluate('document.querySelectorAll(".step .mark.overtaken").length')).toBeGreaterThan(0);
  });

  it.each(['light', 'dark'] as const)('can be read in %s: every text has a contrast of 4.5 to 1', async (theme) => {
    for (const place of ['', await runTitled('lost @ ddb.UpdateItem(Coupons)'), await runTitled('race of 2')]) {
      await page.open({ ...wide, theme }, place);
      await page.evaluate(`for (const each of document.querySelectorAll('details')) each.open = true`);
      expect(await page.evaluate(faintTexts)).toEqual([]);
    }
    const isDark = 'getComputedStyle(document.body).backgroundColor.match(/\\d+/g).every((each) => each < 60)';
    expect(await page.evaluate(isDark)).toBe(theme === 'dark');
    await page.evaluate(`document.querySelector('.theme').click()`);
    expect(await page.evaluate(isDark)).toBe(theme !== 'dark');
    await page.evaluate('localStorage.clear()');
  });

  it('fits a phone: nothing is wider than 390 pixels', async () => {
    for (const place of ['', await runTitled('lost @ ddb.UpdateItem(Coupons)'), await runTitled('race of 2')]) {
      await page.open(phone, place);
      await page.evaluate(`for (const each of document.querySelectorAll('details')) each.open = true`);
      expect(await page.evaluate('innerWidth')).toBe(390);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    }
  });

  it('runs nothing of what an app wrote, wherever it stands', async () => {
    const hostile = `</script><script>tell('ran')</script><img src=x onerror=tell('ran')><a href="javascript:tell('ran')">'"&`;
    const data = dataOf(html);
    const poisoned = JSON.parse(JSON.stringify(data), (_key, value) =>
      typeof value === 'string' ? `${value}${hostile}` : value,
    ) as ReportData;
    await using other = await reportPage(browser, renderHtml(poisoned, await pageAssets(), []));

    const tones = new Set(data.runs.map(({ tone, short }) => tone + short));
    const runs = [...tones].map((tone) => data.runs.findIndex((run) => run.tone + run.short === tone));
    for (const place of ['', ...runs.map((run) => `#run=${run}`)]) {
      await other.open(wide, place);
      await other.evaluate(`for (const each of document.querySelectorAll('details')) each.open = true`);
      expect(
        await other.evaluate(`document.querySelector('main').innerText.includes("<img src=x onerror=tell('ran')>")`),
      ).toBe(true);
      expect(
        await other.evaluate(
          `document.querySelectorAll('img, script:not(#data, body > script), a[href^=javascript]').length`,
        ),
      ).toBe(0);
      await other.press('n', 'j');
    }
    expect(told).toEqual([]);
    // That a page can tell at all.
    await other.evaluate(`tell('yes')`);
    expect(told).toEqual(['yes']);
  });

  it('may not run what was put into it, nor load anything', async () => {
    const put = `<script>tell('put in')</script><p onclick="tell('clicked')" id="put">here</p>`;
    await using other = await reportPage(browser, html.replace('</body>', `${put}</body>`));
    told.length = 0;
    await other.open(wide);
    await other.evaluate(`document.querySelector('#put').click()`);
    expect(told).toEqual([]);

    const refused = await other.evaluate(`new Promise((resolve) => {
      addEventListener('securitypolicyviolation', ({ effectiveDirective }) => resolve(effectiveDirective));
      document.body.append(Object.assign(new Image(), { src: 'https://example.com/a.png' }));
    })`);
    expect(refused).toBe('img-src');
  });

  const runTitled = async (title: string): Promise<string> => {
    const index = dataOf(html).runs.findIndex((run) => run.title.startsWith(title));
    if (index < 0) throw new Error(`There is no run “${title}”`);
    return `#run=${index}`;
  };
});

const dataOf = (html: string): ReportData =>
  JSON.parse(/<script type="application\/json" id="data">(.*)<\/script>/.exec(html)?.[1] ?? '') as ReportData;

/** A page with everything on it: cells of all grades, causes, a race. */
async function redeemCoupon(): Promise<string> {
  await using exploration = await Exploration.open('redeem coupon', {
    app: 'integration/fixtures/explore/coupon/app.ts',
    when: (w) => w.client({ retries: 3 }).post('/redeem', { idempotencyKey: 'k1', json: {} }),
    race: { clients: 2, preemptions: 1 },
  });
  for (const cell of exploration.cells) await exploration.explore(cell);
  await exploration.races(exploration.budget());
  return await makeReport(
    exploration,
    matrixOf(exploration, () => undefined),
    { file: 'test/coupon.test.ts' },
  );
}
