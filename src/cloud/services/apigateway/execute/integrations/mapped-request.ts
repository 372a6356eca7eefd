/** Headers or query parameters by name; of headers the names are in lower case. */
export type Values = ReadonlyMap<string, readonly string[]>;

/** A request as mapping made it: what goes to the backend, whoever that is. */
export interface MappedRequest {
  /** The integration's own, or the client's where that is `ANY` or not told. */
  readonly method: string;
  /** `integration.request.path.*`: what fills `{name}` in the URI. Not encoded. */
  readonly path: Readonly<Record<string, string>>;
  readonly query: Values;
  readonly headers: Values;
  /** Bytes where the client's own pass untouched, text where a template wrote it. */
  readonly body: Uint8Array | string;
  /** The integration's, with stage variables and path parameters filled in, without `query`. */
  readonly uri: string;
}

/** What a backend answered, before integration responses make of it what the client sees. */
export interface BackendAnswer {
  /** In place of the body, of HTTP proxies that stream. */
  readonly stream?: AsyncIterable<Uint8Array> | undefined;
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  /** How the backend wrote them. */
  readonly headerNames?: ReadonlyMap<string, string> | undefined;
  readonly body: Uint8Array | string;
  /** A function's error message: where it is given, selection patterns are matched against it; else against the status. */
  readonly error?: string | undefined;
}
