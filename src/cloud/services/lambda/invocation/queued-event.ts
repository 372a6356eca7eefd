/** An accepted event, as it waits in the scheduler: plain data. */
export interface QueuedEvent {
  readonly FunctionName: string;
  readonly Qualifier?: string;
  /** JSON text. */
  readonly Payload: string;
  readonly ClientContext?: string;
  /** The same over all attempts. */
  readonly RequestId: string;
  readonly AcceptedMs: number;
  /** How often the function has run on it. */
  readonly Runs: number;
  /** What the last of those runs answered: an error, or there would be no further one. */
  readonly LastError?: { readonly Payload: string; readonly ExecutedVersion: string };
  /** How often it could not even be run, since the last run. */
  readonly Backoffs: number;
}
