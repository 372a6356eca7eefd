/** What an execution environment is made of; nothing in it is looked up later. */
export interface RuntimeSpec {
  /** `nodejs24.x` */
  readonly runtime: string;
  readonly handler: string;
  /** Directory of the unpacked code: `/var/task` on AWS. */
  readonly taskRoot: string;
  /** Directory of the unpacked layers: `/opt` on AWS. */
  readonly layersRoot: string | undefined;
  /** All variables that the function sees. */
  readonly variables: Readonly<Record<string, string>>;
  readonly memoryMb: number;
  /** AppConfig's agent answers at the function's `localhost:2772`. */
  readonly hasAppConfigAgent?: boolean;
}

/** One event on its way into an environment. */
export interface Invocation {
  readonly requestId: string;
  /** The function's timeout; the environment counts it from the moment it gets the event. */
  readonly remainingMs: number;
  readonly invokedFunctionArn: string;
  readonly traceId: string;
  /** JSON text. */
  readonly clientContext: string | undefined;
  /** JSON text. */
  readonly event: Uint8Array;
}

/** The process ended by itself, or by a signal, or because it needed more memory than the function has. */
export interface Crash {
  readonly kind: 'crash';
  readonly status: number | undefined;
  /** `SIGKILL`, `SIGSEGV` … */
  readonly signal: string | undefined;
  readonly isOutOfMemory: boolean;
}

/** The init phase: done, an error that the runtime reported, or a crash. */
export type InitOutcome = { readonly kind: 'ready' } | { readonly kind: 'error'; readonly payload: Uint8Array } | Crash;

/** `result` is the handler's reply, `error` the runtime's report of a thrown error; payloads are JSON. */
export type InvokeOutcome =
  | {
      readonly kind: 'result' | 'error';
      readonly payload: Uint8Array;
      /** Of a streaming handler's reply that comes whole. */
      readonly contentType?: string;
      /** The reply went to the `ReplyStream`: the payload is empty. */
      readonly isStreamed?: boolean;
      /** The runtime ended after it; the next invoke needs another. */
      readonly isLast?: boolean;
      readonly peakMemoryMb: number;
    }
  | Crash;

/** Takes a streaming handler's reply while it is made. */
export interface ReplyStream {
  /** Ahead of the first piece. */
  begin(contentType: string): void;
  /** A promise where the reader is behind: fulfilled when more may come. */
  write(piece: Uint8Array): void | Promise<void>;
}

/** A function's code, running: one process (or whatever the executor has), one invoke at a time. */
export interface Runtime {
  /** Never rejects. */
  readonly initialized: Promise<InitOutcome>;
  /** It crashed, was killed, or ended after an error that nobody caught. */
  readonly hasEnded: boolean;
  /**
   * Never rejects; call it after `initialized`, and never while another invoke is under way. What a streaming handler
   * writes goes to `reply` as it comes, where the executor can do that, and is in the outcome where it cannot.
   */
  invoke(invocation: Invocation, reply: ReplyStream): Promise<InvokeOutcome>;
  /** Ends it at once. What is under way ends as a crash. Idempotent. */
  kill(): void;
}

/** How many environments there are; none of these limits is AWS's. */
export interface EnvironmentLimits {
  /** Environments that work or start, without those that wait for a nested invoke. Further invokes wait. */
  readonly active: number;
  /** All environments, whatever they do; nested invokes beyond it are throttled, as waiting could be for ever. */
  readonly total: number;
  /** What every function may have beyond `active`, so that no other function's burst can stop it. */
  readonly guaranteed: number;
  /**
   * How many start at once; undefined: any number, and each belongs to the invoke that it was started for, so that what
   * happens depends on the order of calls alone.
   */
  readonly starting: number | undefined;
}

/** A program of this machine that runs functions of a runtime. */
export interface Interpreter {
  readonly command: string;
  /** `3.13` */
  readonly version: string;
}

/** A way to run functions: child processes today; in-process environments and containers have the same face. */
export interface Executor {
  /** Where they differ from the default. */
  readonly limits?: Partial<EnvironmentLimits>;
  /** Why a runtime cannot be run here; undefined when it can. */
  refusal(runtime: string): string | undefined;
  /** What runs functions of a Python runtime; undefined where nothing does. */
  interpreter?(runtime: string): Interpreter | undefined;
  /** Something will be started soon: have it ready; `name` is the function's. */
  prewarm(runtime: string, name?: string): void;
  /**
   * Begins the init phase, which is under way when the promise is fulfilled: what it took to get there is the
   * machine's affair and on nobody's bill. `onLog` gets each log event's text, in order.
   */
  start(spec: RuntimeSpec, onLog: (text: string) => void): Promise<Runtime>;
  /** Runs functions without AppConfig's agent alone. */
  readonly lacksAppConfigAgent?: boolean;
  /** Makes the directory of `TMPDIR` itself, when a function first uses it. */
  readonly makesTemporaryDirectory?: boolean;
  /** An environment ended, whose `TMPDIR` this was: what its runtimes started and left behind ends as well. */
  sweep?(temporaryDirectory: string): void;
  /** The world was replaced: what was counted begins again. */
  forget?(): void;
  /** Ends what waits for work; whoever started a runtime kills it. */
  close(): Promise<void>;
}
