/** `npm run report:images`: explores two specimens, and takes the pictures of their reports for the docs. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { payments } from '../integration/fixtures/explore/payments.ts';
import { type ReportPage, reportPage, type View } from '../integration/report/report-page.ts';
import { findChromium, startChromium } from '../integration/security/chromium.ts';
import { makeReport } from '../src/explore/report/make-report.ts';
import { matrixOf } from '../src/explore/report/matrix.ts';
import { Exploration, type Scenario } from '../src/vitest.ts';

const folder = 'docs/images';
const wide = { width: 1120, height: 800 };
const phone = { width: 390, height: 760 };

const fixtures = 'integration/fixtures/explore';
const placeOrder: Scenario = {
  app: `${fixtures}/powertools/app.ts`,
  external: [payments],
  when: (w) =>
    w
      .client({ retries: 5, on: ['network', 409, 429, '5xx'] })
      .post('/orders', { idempotencyKey: 'k1', json: { amount: 42 } }),
};
const redeem: Scenario = {
  app: `${fixtures}/coupon/app.ts`,
  when: (w) => w.client().post('/redeem', { idempotencyKey: 'k1', json: {} }),
  race: { clients: 2, preemptions: 1 },
};

async function pageOf(name: string, scenario: Scenario): Promise<string> {
  await using exploration = await Exploration.open(name, scenario);
  for (const cell of exploration.cells) await exploration.explore(cell);
  if (scenario.race) await exploration.races(exploration.budget());
  // Not left to the caller: it is closed at the end of this scope.
  return await makeReport(
    exploration,
    matrixOf(exploration, () => undefined),
    { file: 'test/orders.test.ts' },
  );
}

interface Shot {
  readonly name: string;
  readonly view: View;
  /** The beginning of a run's title; the overview where there is none. */
  readonly run?: string;
  readonly keys?: readonly string[];
}

async function take(page: ReportPage, { name, view, run, keys = [] }: Shot): Promise<void> {
  await page.open(view);
  const wanted = JSON.stringify(run ?? '');
  const find = `JSON.parse(document.querySelector('#data').textContent).runs.findIndex(({ title }) => title.startsWith(${wanted}))`;
  if (run !== undefined) await page.open(view, `#run=${await page.evaluate(find)}`);
  await page.press(...keys);
  const picture = await page.picture();
  writeFileSync(`${folder}/${name}.png`, picture);
  console.log(`${folder}/${name}.png ${Math.round(picture.byteLength / 1000)} kB`);
}

const chromium = findChromium();
if (chromium === undefined) throw new Error('No Chromium here: install it, or set CHROMIUM to its path.');
const browser = await startChromium(chromium, { hosts: [], onTell: () => undefined });
try {
  mkdirSync(folder, { recursive: true });
  // A charge whose order was never written, at the moment of the second charge.
  const lost = { run: 'error* @ ddb.PutItem(Orders)', keys: ['End', 'k', 'k', 'k'] };
  await using orders = await reportPage(browser, await pageOf('place order', placeOrder));
  await take(orders, { name: 'report-overview', view: { ...wide, theme: 'light' } });
  await take(orders, { name: 'report-overview-dark', view: { ...wide, theme: 'dark' } });
  await take(orders, { name: 'report-player', view: { ...wide, theme: 'dark' }, ...lost });
  await take(orders, { name: 'report-phone', view: { ...phone, theme: 'light' }, ...lost });
  await using coupons = await reportPage(browser, await pageOf('redeem coupon', redeem));
  await take(coupons, { name: 'report-race', view: { ...wide, theme: 'light' }, run: 'race of', keys: ['n'] });
} finally {
  await browser.close();
}
