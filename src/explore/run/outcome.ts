/** One try of a client, as it saw it. */
export interface Try {
  /** HTTP status; undefined when there was no answer. */
  readonly status: number | undefined;
  /** `ECONNRESET`, `timeout` … when there was no answer. */
  readonly error: string | undefined;
  /** Virtual milliseconds since the run began. */
  readonly startMs: number;
  readonly endMs: number;
}

/** How a client's request ended, after all of its tries. */
export interface Outcome {
  /** `client` of a race: A, B, …; `A` where there is one. */
  readonly client: string;
  /** The how-manieth thing that its client asked for, from 1: by it the same request is found in two runs. */
  readonly step: number;
  /** `POST /orders` */
  readonly request: string;
  readonly idempotencyKey: string | undefined;
  /** An answer below 400. */
  readonly ok: boolean;
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The body as JSON; undefined when it is none. */
  readonly json: unknown;
  readonly tries: readonly Try[];
  /** Virtual milliseconds from the first try to the last answer. */
  readonly durationMs: number;
  /** The gateway itself refused the last try: no route of the API took it. */
  readonly isUnrouted?: boolean;
  /** It has tries left, and does not try again after such an answer. */
  readonly isGivenUp?: boolean;
  /** Virtual milliseconds that a try may take; undefined where nobody said. */
  readonly withinMs?: number;
}
