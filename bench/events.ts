import { PatternIndex } from '../src/cloud/event-patterns/pattern-index.ts';
import { type Rule, readPattern } from '../src/cloud/event-patterns/read-pattern.ts';
import { eventArrivals } from './event-arrivals.ts';
import { median, ms, type Row, times } from './table.ts';

const rulesOf = 10_000;
const rounds = 9;
const eventsOfRound = 2_000;
const budgetMs = 0.2;

/** Rules as an account has them: of a few services, told apart by ids, names, amounts, regions and paths. */
function patternOf(rule: number): object {
  const source = [`shop.${rule % 20}`];
  const kinds: readonly object[] = [
    { source, 'detail-type': ['order'], detail: { id: [`id-${rule}`] } },
    { source, 'detail-type': [`type-${rule % 300}`], detail: { status: [{ 'anything-but': ['draft', `s-${rule}`] }] } },
    { source, detail: { file: [{ prefix: `uploads/${rule}/` }], size: [{ numeric: ['>', rule] }] } },
    { source, detail: { file: [{ suffix: `-${rule}.png` }] } },
    { source, detail: { amount: [{ numeric: ['>=', rule, '<', rule + 5] }], currency: ['EUR', 'USD'] } },
    { source, detail: { items: { sku: [`sku-${rule}`], quantity: [{ numeric: ['>', 1] }] } } },
    { source, detail: { $or: [{ user: [`user-${rule}`] }, { owner: [`user-${rule}`] }] } },
    { source, detail: { path: [{ wildcard: `/teams/${rule}/*/report.csv` }] } },
  ];
  return kinds[rule % kinds.length] ?? {};
}

const eventOf = (round: number): object => {
  const rule = (round * 7_919) % rulesOf;
  return {
    source: `shop.${rule % 20}`,
    'detail-type': rule % 2 ? 'order' : `type-${rule % 300}`,
    detail: {
      id: `id-${rule}`,
      status: 'paid',
      file: `uploads/${rule}/scan-${rule}.png`,
      size: 4_711,
      amount: rule + 2,
      currency: 'EUR',
      items: [
        { sku: `sku-${rule}`, quantity: 2 },
        { sku: 'sku-other', quantity: 1 },
      ],
      user: `user-${rule}`,
      path: `/teams/${rule}/2026/report.csv`,
    },
  };
};

/** Matching one event against 10,000 rules, beside a loop over them; both say the same. */
async function matching(): Promise<Row> {
  const index = new PatternIndex<number>();
  const loop: Rule[] = [];
  for (let rule = 0; rule < rulesOf; rule += 1) {
    const text = JSON.stringify(patternOf(rule));
    index.add(rule, text);
    loop.push(readPattern(text));
  }
  const measured: number[] = [];
  const beside: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const events = Array.from({ length: eventsOfRound }, (_event, at) => eventOf(round * eventsOfRound + at));
    measured.push(cpuMs(() => events.map((event) => index.match(event))) / events.length);
    const [event = {}] = events;
    let found = 0;
    beside.push(
      cpuMs(() => {
        for (const rule of loop) found += rule(event) ? 1 : 0;
      }),
    );
    if (found !== index.match(event).length) throw new Error('The index and the loop find different rules.');
  }
  const [indexMs, loopMs] = [median(measured), median(beside)];
  return {
    what: `match an event against ${rulesOf.toLocaleString('en')} rules (CPU)`,
    measured: `${indexMs.toFixed(4)} ms`,
    beside: `${ms(loopMs)} as a loop`,
    ratio: times(indexMs / loopMs),
    budget: `${budgetMs} ms`,
    met: indexMs < budgetMs,
  };
}

function cpuMs(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

/** What delivers events: patterns, then whole ways. */
export async function run(): Promise<Row[]> {
  return [await matching(), ...(await eventArrivals())];
}
