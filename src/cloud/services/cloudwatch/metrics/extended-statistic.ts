import { invalidParameterValue } from '../errors.ts';
import type { Addition } from './datum.ts';

/** A value and how often it came. */
type Times = readonly [value: number, times: number];

/** Bounds of what is looked at: percents of all reports, or values themselves. */
interface Bounds {
  readonly low: number;
  readonly high: number;
  readonly isPercent: boolean;
}

/** `p99`, `tm(10%:90%)`, `TM(:100)`, `tc90`, `PR(100:)`, `IQM` */
const percentilePattern = /^p(\d{1,3}(?:\.\d{1,10})?)$/i;
const shortPattern = /^(tm|wm|tc|ts)(\d{1,3}(?:\.\d{1,10})?)$/i;
const rangePattern = /^(tm|wm|tc|ts|pr)\(([\d.]*)(%?):([\d.]*)(%?)\)$/i;

interface Parsed {
  readonly kind: string;
  readonly bounds: Bounds;
}

/** Whether CloudWatch knows such a statistic. */
export const isExtendedStatistic = (statistic: string): boolean => parse(statistic) !== undefined;

/**
 * Percentiles, trimmed and winsorized means, trimmed counts and sums, percentile ranks; undefined where only statistic
 * sets were reported. Percentiles are those of the nearest rank.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html
 */
export function extendedStatisticOf({ values }: Addition, statistic: string): number | undefined {
  const parsed = parse(statistic);
  if (!parsed) throw invalidParameterValue(`The value ${statistic} for parameter Statistic is not supported.`);
  const sorted = [...values].sort(([a], [b]) => a - b);
  if (sorted.length === 0) return undefined;
  const { kind, bounds } = parsed;
  if (kind === 'P') return rank(sorted, bounds.high);
  const within = trim(sorted, bounds);
  const count = countOf(within);
  switch (kind) {
    case 'TC':
      return count;
    case 'TS':
      return sumOf(within);
    case 'PR':
      return (100 * count) / countOf(sorted);
    case 'WM':
      return winsorized(sorted, within);
    default:
      return count === 0 ? undefined : sumOf(within) / count;
  }
}

function parse(statistic: string): Parsed | undefined {
  const percent = percentilePattern.exec(statistic)?.[1];
  if (percent !== undefined) return checked('P', { low: 0, high: Number(percent), isPercent: true });
  if (/^iqm$/i.test(statistic)) return { kind: 'TM', bounds: { low: 25, high: 75, isPercent: true } };
  const [, short, upTo] = shortPattern.exec(statistic) ?? [];
  if (short !== undefined) return checked(short.toUpperCase(), { low: 0, high: Number(upTo), isPercent: true });
  const [, kind, low = '', lowSign, high = '', highSign] = rangePattern.exec(statistic) ?? [];
  if (kind === undefined || (low === '' && high === '')) return undefined;
  const isPercent = lowSign === '%' || highSign === '%';
  const least = isPercent ? 0 : Number.NEGATIVE_INFINITY;
  const most = isPercent ? 100 : Number.POSITIVE_INFINITY;
  return checked(kind.toUpperCase(), {
    low: low === '' ? least : Number(low),
    high: high === '' ? most : Number(high),
    isPercent,
  });
}

function checked(kind: string, bounds: Bounds): Parsed | undefined {
  if (bounds.isPercent && bounds.high > 100) return undefined;
  return bounds.low <= bounds.high ? { kind, bounds } : undefined;
}

const countOf = (values: readonly Times[]): number => values.reduce((count, [, times]) => count + times, 0);
const sumOf = (values: readonly Times[]): number => values.reduce((sum, [value, times]) => sum + value * times, 0);

/** The least value that so many percent of all reports do not exceed. */
function rank(sorted: readonly Times[], percent: number): number | undefined {
  const wanted = Math.max(1, Math.ceil((percent / 100) * countOf(sorted)));
  let seen = 0;
  for (const [value, times] of sorted) {
    seen += times;
    if (seen >= wanted) return value;
  }
  return undefined;
}

/** What lies within the bounds: more than the lower, up to the upper. */
function trim(sorted: readonly Times[], { low, high, isPercent }: Bounds): Times[] {
  if (!isPercent) return sorted.filter(([value]) => value > low && value <= high);
  const total = countOf(sorted);
  const from = Math.floor((low / 100) * total);
  const to = Math.ceil((high / 100) * total);
  let seen = 0;
  return sorted.flatMap(([value, times]): Times[] => {
    const kept = Math.min(seen + times, to) - Math.max(seen, from);
    seen += times;
    return kept > 0 ? [[value, kept]] : [];
  });
}

/** Reports outside of the bounds count as those at the bounds. */
function winsorized(sorted: readonly Times[], within: readonly Times[]): number | undefined {
  const least = within[0]?.[0];
  const most = within.at(-1)?.[0];
  if (least === undefined || most === undefined) return undefined;
  const moved = sorted.map(([value, times]): Times => [Math.min(Math.max(value, least), most), times]);
  return sumOf(moved) / countOf(moved);
}
