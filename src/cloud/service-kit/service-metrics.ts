import type { Scope } from '../kernel/scope.ts';

export type MetricUnit = 'Count' | 'Milliseconds' | 'Seconds' | 'Bytes' | 'None';

export interface Dimension {
  readonly Name: string;
  readonly Value: string;
}

/** Enough for all tables and queues that are used; then it begins anew. */
const keptMax = 10_000;

/**
 * Dimensions of these names, made once for each of their values: what a call counts for a table is found by the array.
 */
export function dimensionsOf(first: string, second?: string): (a: string, b?: string) => readonly Dimension[] {
  const kept = new Map<string, Map<string, readonly Dimension[]>>();
  return (a, b = '') => {
    const found = kept.get(a)?.get(b);
    if (found) return found;
    if (kept.size >= keptMax) kept.clear();
    const made = [{ Name: first, Value: a }, ...(second === undefined ? [] : [{ Name: second, Value: b }])];
    kept.set(a, (kept.get(a) ?? new Map<string, readonly Dimension[]>()).set(b, made));
    return made;
  };
}

/** A latency as it is counted: tenths up to ten milliseconds, then whole ones, since each different value is kept. */
export const countedLatency = (latencyMs: number): number =>
  latencyMs < 10 ? Math.max(1, Math.round(latencyMs * 10)) / 10 : Math.round(latencyMs);

/** Adds one value to a metric of the call's account and region; `atMs` where it was so at another time than now. */
export type Count = (
  name: string,
  value: number,
  unit: MetricUnit,
  dimensions: readonly Dimension[],
  atMs?: number,
) => void;

/** A call as its metrics are made of it. */
export interface EndedCall extends Scope {
  readonly operation: string;
  readonly input: object;
  readonly output: unknown;
  /** What it threw; undefined for a call that succeeded. */
  readonly error: unknown;
}

/**
 * The metrics that a service reports of itself. They wait in memory until somebody could see them: CloudWatch has them
 * put before it is read, and an alarm on them within a second.
 */
export interface ServiceMetrics<State> {
  /** `AWS/DynamoDB` */
  readonly namespace: string;
  /** As whom metrics are put: `dynamodb.amazonaws.com`. */
  readonly principal: string;
  /** What a call counts when it has ended. On the way of every request: it must be quick, and must not throw. */
  ofCall?(call: EndedCall, count: Count, durationMs: () => number, state: () => State): void;
  /** Adds what is measured, not counted, up to now. */
  measure?(state: State, scope: Scope, nowMs: number, count: Count): void;
}

/** Where metrics of services wait for CloudWatch. */
export interface MetricRecorder {
  /** A call to a service that has metrics has ended. */
  record(service: string, call: EndedCall, durationMs: () => number): void;
  /** Adds to metrics of a service, in one account and region. */
  counter(service: string, scope: Scope): Count;
  /** Puts all that waits into CloudWatch, with what is measured in one account and region. */
  collect(scope: Scope): Promise<void>;
}
