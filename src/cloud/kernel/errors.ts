/** Options of an {@link AwsError}; everything that is left out comes from the service's model. */
export interface AwsErrorOptions {
  /** HTTP status; the model's `httpError` trait, else 400 for senders and 500 for receivers. */
  readonly status?: number;
  /** Members of the modelled error shape beside the message, e.g. `CancellationReasons`. */
  readonly members?: Readonly<Record<string, unknown>>;
  /** Who is to blame; tells `Sender` from `Receiver` in query protocols. */
  readonly fault?: 'client' | 'server';
  readonly headers?: Readonly<Record<string, string>>;
}

/** Kind 1: an answer that AWS itself would give. Services throw it; only `wire/` knows how it travels. */
export class AwsError extends Error {
  readonly code: string;
  readonly status: number | undefined;
  readonly members: Readonly<Record<string, unknown>>;
  readonly fault: 'client' | 'server';
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: string, message: string, options: AwsErrorOptions = {}) {
    // Where an answer was decided is no news, and finding it out was a thirtieth of an explored run.
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    super(message);
    Error.stackTraceLimit = stackTraceLimit;
    this.name = code;
    this.code = code;
    this.status = options.status;
    this.members = options.members ?? {};
    this.fault = options.fault ?? (options.status !== undefined && options.status >= 500 ? 'server' : 'client');
    this.headers = options.headers ?? {};
  }
}

/** Kind 2: something real AWS does and we do not (yet): 501 naming the feature. SDKs do not retry it. */
export class UnsupportedError extends Error {
  override readonly name = 'NotImplemented';
  readonly feature: string;

  constructor(feature: string) {
    super(`Squall does not emulate ${feature}.`);
    this.feature = feature;
  }
}

/** The closed union of mistakes that a user or a configuration can make. */
export type SquallErrorCode =
  | 'DataDirectoryCorrupt'
  | 'DataDirectoryLocked'
  | 'AuthorityUnusable'
  | 'DataDirectoryUnusable'
  | 'TemporaryDirectoryUnusable'
  | 'DiskFull'
  | 'DiskFailed'
  | 'RecordTooLarge'
  | 'PortInUse'
  | 'InvalidOption'
  | 'InvalidFault'
  | 'UnknownSnapshot'
  | 'CloudUnreachable'
  | 'CloudClosed'
  | 'SynthesisFailed'
  | 'DeployFailed'
  | 'NotExplorable'
  | 'EngineMissing'
  | 'ImageUnusable'
  | 'NotConfirmed'
  | 'Unsupported'
  | 'MissingAdminHeader'
  | 'NotFound';

/** Kind 3: a mistake of the user or the configuration, always with a hint of what to do next. */
export class SquallError extends Error {
  override readonly name = 'SquallError';
  readonly code: SquallErrorCode;
  readonly hint: string;

  constructor(code: SquallErrorCode, message: string, hint: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.hint = hint;
  }
}

/** Faults took the answer away: the connection dies (`reset`), or nothing ever comes (`hang`). */
export class ConnectionFailure extends Error {
  override readonly name = 'ConnectionFailure';
  readonly kind: 'reset' | 'hang';

  constructor(kind: 'reset' | 'hang') {
    super(kind === 'reset' ? 'the connection was reset' : 'no answer comes');
    this.kind = kind;
  }
}

/** Throws; an expression, so that `state.tables.get(name) ?? raise(resourceNotFound(name))` reads aloud. */
export function raise(error: Error): never {
  throw error;
}

/** Asserts what must hold if our own code is right; a violation is kind 4, our bug. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`Invariant violated: ${message}`);
}
