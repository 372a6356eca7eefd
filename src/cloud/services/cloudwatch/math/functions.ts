import { validationError } from '../errors.ts';
import { isList, isSeries, type MathValue, mapSeries, type Series } from './series.ts';

/** What functions may know of the request. */
export interface MathScope {
  readonly fromSeconds: number;
  readonly toSeconds: number;
  /** All metrics of the request whose id contains the text. */
  metrics(part: string): readonly Series[];
}

type MathFunction = (args: readonly MathValue[], scope: MathScope, name: string) => MathValue;

const invalid = (name: string): Error =>
  validationError(`Error in expression: the parameters of function ${name} are not valid`);

const numbersOf = (series: Series): number[] => [...series.points.values()];
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const mean = (values: readonly number[]): number => sum(values) / values.length;
const deviation = (values: readonly number[]): number =>
  Math.sqrt(mean(values.map((value) => (value - mean(values)) ** 2)));

/** `TS` becomes one number, `TS[]` one series over all that have a value at that time. */
const aggregate =
  (of: (values: readonly number[]) => number): MathFunction =>
  ([value], _scope, name) => {
    if (value === undefined || typeof value === 'string') throw invalid(name);
    if (isSeries(value)) return of(numbersOf(value));
    if (!isList(value)) return value;
    const seconds = [...new Set(value.flatMap(({ points }) => [...points.keys()]))].sort((a, b) => a - b);
    const points = seconds.map((second) => {
      const found = value.map((series) => series.points.get(second)).filter((each) => each !== undefined);
      return [second, of(found)] as const;
    });
    return { label: '', periodSeconds: value[0]?.periodSeconds ?? 60, points: new Map(points) };
  };

/** Value by value, of one series, of each in a list, or of a number. */
const each =
  (of: (value: number, seconds: number) => number): MathFunction =>
  ([value], { fromSeconds }, name) => {
    if (value === undefined || typeof value === 'string') throw invalid(name);
    if (isSeries(value)) return mapSeries(value, of);
    return isList(value) ? value.map((series) => mapSeries(series, of)) : of(value, fromSeconds);
  };

/** A series out of a series, or each of a list. */
const whole =
  (of: (series: Series, scope: MathScope, args: readonly MathValue[]) => Series): MathFunction =>
  (args, scope, name) => {
    const [value] = args;
    if (value === undefined || typeof value === 'string' || typeof value === 'number') throw invalid(name);
    return isSeries(value) ? of(value, scope, args) : value.map((series) => of(series, scope, args));
  };

/** Each value beside the one before it; the first has none and is left out. */
const stepwise = (of: (value: number, before: number, elapsedSeconds: number) => number) =>
  whole((series) => {
    const entries = [...series.points];
    const points = entries.slice(1).map(([seconds, value], index) => {
      const [beforeSeconds, before] = entries[index] ?? [seconds, value];
      return [seconds, of(value, before, seconds - beforeSeconds)] as const;
    });
    return { ...series, points: new Map(points) };
  });

const one =
  (of: (series: Series) => number): MathFunction =>
  ([value], _scope, name) => {
    if (value === undefined || !isSeries(value)) throw invalid(name);
    return of(value);
  };

const runningSum = whole((series) => {
  let total = 0;
  return mapSeries(series, (value) => {
    total += value;
    return total;
  });
});

/** `FILL(m1, 0)`, `FILL(m1, REPEAT)`, `FILL(m1, LINEAR)`, `FILL(m1, m2)`. */
const fill = whole((series, { fromSeconds, toSeconds }, [, filler]) => {
  const points = new Map<number, number>();
  let before: number | undefined;
  for (let second = fromSeconds; second < toSeconds; second += series.periodSeconds) {
    const own = series.points.get(second);
    const value = own ?? fillerAt(series, filler, second, before);
    if (value !== undefined) points.set(second, value);
    before = own ?? before;
  }
  return { ...series, points };
});

function fillerAt(series: Series, filler: MathValue | undefined, second: number, before: number | undefined) {
  if (typeof filler === 'number') return filler;
  if (filler === 'REPEAT') return before;
  if (filler === 'LINEAR') return betweenNeighbours(series, second);
  if (filler !== undefined && typeof filler !== 'string' && isSeries(filler)) return filler.points.get(second);
  throw invalid('FILL');
}

function betweenNeighbours({ points }: Series, second: number): number | undefined {
  const seconds = [...points.keys()];
  const before = seconds.findLast((at) => at < second);
  const after = seconds.find((at) => at > second);
  const [low, high] = [points.get(before ?? -1), points.get(after ?? -1)];
  if (before === undefined || after === undefined || low === undefined || high === undefined) return undefined;
  return low + ((high - low) * (second - before)) / (after - before);
}

/** `IF(condition, then, else)`, value by value where the condition is a series. */
const choose: MathFunction = ([condition, then, otherwise], _scope, name) => {
  if (condition === undefined || then === undefined || typeof condition === 'string') throw invalid(name);
  if (typeof condition === 'number') {
    const chosen = condition === 0 ? otherwise : then;
    if (chosen === undefined) throw invalid(name);
    return chosen;
  }
  if (isList(condition)) throw invalid(name);
  const points = new Map<number, number>();
  for (const [seconds, value] of condition.points) {
    const chosen = valueAt(value === 0 ? otherwise : then, seconds);
    if (chosen !== undefined) points.set(seconds, chosen);
  }
  return { ...condition, points };
};

function valueAt(value: MathValue | undefined, seconds: number): number | undefined {
  if (value === undefined || typeof value === 'number') return value;
  if (typeof value === 'string' || isList(value)) throw invalid('IF');
  return value.points.get(seconds);
}

/** A series that is a number at every period of the request. */
const timeSeries: MathFunction = ([value], { fromSeconds, toSeconds }, name) => {
  if (typeof value !== 'number') throw invalid(name);
  const points = new Map<number, number>();
  for (let second = fromSeconds; second < toSeconds; second += 60) points.set(second, value);
  return { label: '', periodSeconds: 60, points };
};

/** `SORT(METRICS(), AVG, DESC, 10)` */
const sort: MathFunction = ([list, by, order, limit], _scope, name) => {
  if (list === undefined || !isList(list) || typeof by !== 'string') throw invalid(name);
  const of: Readonly<Record<string, (values: readonly number[]) => number>> = {
    AVG: mean,
    MIN: (values) => Math.min(...values),
    MAX: (values) => Math.max(...values),
    SUM: sum,
  };
  const key = Object.hasOwn(of, by) ? of[by] : undefined;
  if (!key) throw invalid(name);
  const sorted = list.toSorted((a, b) => key(numbersOf(a)) - key(numbersOf(b)));
  if (order === 'DESC') sorted.reverse();
  return typeof limit === 'number' ? sorted.slice(0, limit) : sorted;
};

const slice: MathFunction = ([list, start, end], _scope, name) => {
  if (list === undefined || !isList(list) || typeof start !== 'number') throw invalid(name);
  const chosen = list.slice(start, typeof end === 'number' ? end : undefined);
  return chosen;
};

const dateAt = (seconds: number): Date => new Date(seconds * 1000);

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html#metric-math-syntax-functions-list */
export const mathFunctions: Readonly<Record<string, MathFunction>> = {
  ABS: each(Math.abs),
  AVG: aggregate(mean),
  CEIL: each(Math.ceil),
  DATAPOINT_COUNT: aggregate((values) => values.length),
  DAY: each((_, seconds) => dateAt(seconds).getUTCDay() || 7),
  DIFF: stepwise((value, before) => value - before),
  DIFF_TIME: stepwise((_value, _before, elapsedSeconds) => elapsedSeconds),
  EPOCH: each((_, seconds) => seconds),
  FILL: fill,
  FIRST: ([list], _scope, name) => endOf(list, 0, name),
  FLOOR: each(Math.floor),
  HOUR: each((_, seconds) => dateAt(seconds).getUTCHours()),
  IF: choose,
  LAST: ([list], _scope, name) => endOf(list, -1, name),
  LOG: each(Math.log),
  LOG10: each(Math.log10),
  MAX: aggregate((values) => Math.max(...values)),
  METRICS: ([part = ''], { metrics }, name) => {
    if (typeof part !== 'string') throw invalid(name);
    return metrics(part);
  },
  METRIC_COUNT: ([list], _scope, name) => {
    if (list === undefined || !isList(list)) throw invalid(name);
    return list.length;
  },
  MIN: aggregate((values) => Math.min(...values)),
  MINUTE: each((_, seconds) => dateAt(seconds).getUTCMinutes()),
  MONTH: each((_, seconds) => dateAt(seconds).getUTCMonth() + 1),
  PERIOD: one(({ periodSeconds }) => periodSeconds),
  RATE: stepwise((value, before, elapsedSeconds) => (value - before) / elapsedSeconds),
  REMOVE_EMPTY: ([list], _scope, name) => {
    if (list === undefined || !isList(list)) throw invalid(name);
    return list.filter(({ points }) => points.size > 0);
  },
  RUNNING_SUM: runningSum,
  SLICE: slice,
  SORT: sort,
  STDDEV: aggregate(deviation),
  SUM: aggregate(sum),
  TIME_SERIES: timeSeries,
  YEAR: each((_, seconds) => dateAt(seconds).getUTCFullYear()),
};

function endOf(list: MathValue | undefined, index: 0 | -1, name: string): Series {
  const found = list !== undefined && isList(list) ? list.at(index) : undefined;
  if (!found) throw invalid(name);
  return found;
}
