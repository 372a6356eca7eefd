import type { MetricDataQuery, MetricStat } from '@aws-sdk/client-cloudwatch';
import { UnsupportedError } from '../../../kernel/errors.ts';
import { validationError } from '../errors.ts';
import { metricKey } from '../metrics/datum.ts';
import { assertPeriod, dimensionsOf, readBuckets, type Span } from '../metrics/read-buckets.ts';
import { statisticOf } from '../metrics/statistic.ts';
import type { CloudWatchState } from '../state.ts';
import { evaluateMath, type MathNames } from './evaluate-math.ts';
import { defaultLabel, dynamicLabel, type Unlabelled } from './label.ts';
import { parseMath } from './parse-math.ts';
import { isList, isSeries, type MathValue, type Series } from './series.ts';

/** The results of one query: a metric or an expression of one series has one. */
export interface QueryResult {
  readonly id: string;
  readonly series: readonly Series[];
}

const defaultPeriodSeconds = 60;

/** Of expressions that name each other. */
const depthMax = 20;

/** Computes the queries that ask for their data, over one span. Throws ValidationError for what does not fit together. */
export function runQueries(state: CloudWatchState, queries: readonly MetricDataQuery[], span: Span): QueryResult[] {
  assertQueries(queries);
  const run = new QueryRun(state, queries, span);
  return queries
    .filter(({ ReturnData }) => ReturnData !== false)
    .map((query) => ({ id: query.Id ?? '', series: run.resultOf(query) }));
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDataQuery.html */
function assertQueries(queries: readonly MetricDataQuery[]): void {
  const ids = new Set<string>();
  queries.forEach(({ Id = '', MetricStat, Expression }, index) => {
    const at = `MetricDataQueries.member.${index + 1}`;
    if (!/^[a-z]\w*$/.test(Id)) {
      throw validationError(
        `The value ${Id} for parameter ${at}.Id is not matching the expected pattern ^[a-z][a-zA-Z0-9_]*$.`,
      );
    }
    if (ids.has(Id)) throw validationError('The values for parameter Id in MetricDataQueries must be unique.');
    ids.add(Id);
    if ((MetricStat === undefined) === (Expression === undefined)) {
      throw validationError(`Exactly one of the parameters ${at}.MetricStat and ${at}.Expression must be specified.`);
    }
    if (MetricStat?.Period !== undefined) assertPeriod(MetricStat.Period);
  });
}

class QueryRun {
  readonly #state: CloudWatchState;
  readonly #byId: ReadonlyMap<string, MetricDataQuery>;
  readonly #span: Span;
  readonly #unlabelled: readonly Unlabelled[];
  readonly #known = new Map<string, MathValue>();
  #depth = 0;

  constructor(state: CloudWatchState, queries: readonly MetricDataQuery[], span: Span) {
    this.#state = state;
    this.#span = span;
    this.#byId = new Map(queries.map((query) => [query.Id ?? '', query]));
    this.#unlabelled = queries.flatMap(({ MetricStat, Label, ReturnData }) =>
      MetricStat && Label === undefined && ReturnData !== false ? [unlabelled(MetricStat)] : [],
    );
  }

  resultOf(query: MetricDataQuery): readonly Series[] {
    const value = this.#valueOf(query);
    if (isSeries(value)) return [value];
    if (isList(value)) return value;
    throw validationError(`Error in expression '${query.Id}': The expression must return a time series`);
  }

  #valueOf(query: MetricDataQuery): MathValue {
    const id = query.Id ?? '';
    const known = this.#known.get(id);
    if (known !== undefined) return known;
    this.#depth += 1;
    if (this.#depth > depthMax) throw validationError(`Error in expression '${id}': Circular reference`);
    const value = query.MetricStat ? this.#metric(query, query.MetricStat) : this.#expression(query);
    this.#depth -= 1;
    this.#known.set(id, value);
    return value;
  }

  #metric({ Label }: MetricDataQuery, stat: MetricStat): Series {
    const { Metric, Period = defaultPeriodSeconds, Stat = 'Average', Unit } = stat;
    const key = metricKey(Metric?.Namespace ?? '', Metric?.MetricName ?? '', dimensionsOf(Metric?.Dimensions));
    const points = readBuckets(this.#state, key, this.#span, { period: Period, unit: Unit }).flatMap((bucket) => {
      const value = statisticOf(bucket, Stat);
      return value === undefined ? [] : [[bucket.startSeconds, value] as const];
    });
    const label = defaultLabel(unlabelled(stat), this.#unlabelled);
    const dimensions = (Metric?.Dimensions ?? []).map(({ Name, Value = '' }) => [`Dim.${Name}`, Value] as const);
    const own = {
      MetricName: Metric?.MetricName ?? '',
      Namespace: Metric?.Namespace ?? '',
      Stat,
      Period: String(Period),
    };
    const properties = { ...own, ...Object.fromEntries(dimensions) };
    return withLabel({ label, periodSeconds: Period, points: new Map(points), properties }, Label);
  }

  #expression({ Id = '', Expression = '', Label }: MetricDataQuery): MathValue {
    if (/^\s*SELECT\b/i.test(Expression)) throw new UnsupportedError('CloudWatch Metrics Insights queries');
    const value = evaluateMath(parseMath(Expression), this.#names());
    if (isSeries(value)) return withLabel({ ...value, label: Id }, Label);
    if (!isList(value)) return value;
    return value.map((series) => withLabel(series, Label === undefined ? undefined : `${Label} ${series.label}`));
  }

  #names(): MathNames {
    const [fromSeconds, toSeconds] = this.#span;
    return {
      fromSeconds,
      toSeconds,
      valueOf: (id) => {
        const query = this.#byId.get(id);
        return query && this.#valueOf(query);
      },
      metrics: (part) =>
        [...this.#byId.values()].flatMap((query) => {
          if (!query.MetricStat || !(query.Id ?? '').includes(part)) return [];
          const value = this.#valueOf(query);
          return isSeries(value) ? [value] : [];
        }),
    };
  }
}

const unlabelled = ({ Metric, Stat = '', Period = defaultPeriodSeconds }: MetricStat): Unlabelled => ({
  name: Metric?.MetricName ?? '',
  stat: Stat,
  periodSeconds: Period,
});

const withLabel = (series: Series, label: string | undefined): Series =>
  label === undefined ? series : { ...series, label: dynamicLabel(label, series) };
