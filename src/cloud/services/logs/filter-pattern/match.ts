/** What a pattern found in an event. */
export interface Match {
  /** `$.latency` or `$bytes` as text: values of metrics and dimensions. Undefined where the event has no such field. */
  valueOf(selector: string): string | undefined;
}

/** A compiled pattern. */
export interface FilterPattern {
  /** Undefined for an event that the pattern does not match. */
  match(message: string): Match | undefined;
  /** The fields that the pattern names, as `TestMetricFilter` tells them. */
  readonly selectors: readonly string[];
}
