/** A failure that is told to the client, as RFC 9457 problem details. */
export class Problem extends Error {
  readonly status: number;
  readonly type: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    status: number,
    type: string,
    title: string,
    options: {
      readonly headers?: Readonly<Record<string, string>>;
      readonly details?: Readonly<Record<string, unknown>>;
      readonly cause?: unknown;
    } = {},
  ) {
    super(title, { cause: options.cause });
    this.status = status;
    this.type = type;
    this.headers = options.headers ?? {};
    this.details = options.details ?? {};
  }
}

/** Something that we need does not answer; the same request may be sent again. */
export const unavailable = (what: string, cause?: unknown): Problem =>
  new Problem(503, 'unavailable', `${what} is not available at the moment`, { headers: { 'retry-after': '1' }, cause });
