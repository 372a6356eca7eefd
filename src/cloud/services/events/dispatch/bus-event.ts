/** An event as rules match it and targets get it, in AWS's order of members. */
export interface BusEvent {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: string;
  readonly account: string;
  /** To the second: `2026-01-01T12:00:00Z`. */
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  /** Of events that come out of an archive. */
  readonly 'replay-name'?: string;
  readonly detail: unknown;
}

/** Times of events have no milliseconds. */
export const eventTime = (date: Date): string => `${date.toISOString().slice(0, 19)}Z`;
