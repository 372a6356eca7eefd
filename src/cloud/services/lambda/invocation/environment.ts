import type { Clock } from '../../../kernel/clock.ts';
import type { CurrentHop } from '../../../kernel/execution-environments.ts';
import type {
  Executor,
  InitOutcome,
  InvokeOutcome,
  ReplyStream,
  Runtime,
  RuntimeSpec,
} from '../../../kernel/executor.ts';
import { type Hold, setLimit } from '../../../kernel/inspection/hold.ts';
import { traceHeader } from '../../../kernel/trace.ts';
import { environmentRecycled } from '../errors.ts';
import type { FunctionVersion } from '../state.ts';
import { crashed, type FailurePayload, responseBytesMax, responseTooLarge, timedOut } from './error-payloads.ts';
import { type LogSink, type PlatformLines, platformLines } from './telemetry.ts';

/** AWS: an init phase that takes longer is broken off and done again as part of the first invoke. */
const initTimeoutMs = 10_000;

export interface Event {
  readonly requestId: string;
  readonly payload: Uint8Array;
  readonly invokedFunctionArn: string;
  /** The call that made it: what the function calls is caused by that. */
  readonly hop: CurrentHop;
  readonly clientContext: string | undefined;
}

export interface Answer {
  /** JSON, or what a streaming handler wrote. */
  readonly payload: Uint8Array;
  readonly contentType: string | undefined;
  readonly isError: boolean;
  readonly durationMs: number;
  readonly logTail: string;
}

export interface EnvironmentParts {
  readonly version: FunctionVersion;
  readonly spec: RuntimeSpec;
  readonly executor: Executor;
  readonly clock: Clock;
  /** Stops its limits while it is debugged. */
  readonly hold?: Hold | undefined;
  readonly logs: LogSink;
  /** An invoke begins: what the environment calls from now on is caused by it. */
  readonly begins: (hop: CurrentHop) => void;
}

/** How one phase ended, before it is reported. */
interface Attempt {
  readonly payload: Uint8Array;
  readonly contentType?: string;
  readonly isError: boolean;
  /** Why the environment cannot go on: `timeout` or an error type. */
  readonly failure: string | undefined;
  readonly peakMemoryMb: number;
}

/**
 * One execution environment: a log stream, credentials, a temporary directory, and a runtime in it. A runtime that
 * times out or ends is replaced within the next invoke (AWS: suppressed init); the rest of the environment stays.
 * https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
 */
export class Environment {
  readonly #parts: EnvironmentParts;
  readonly #lines: PlatformLines;
  readonly logs: LogSink;
  /** When the last invoke ended. */
  idleSinceMs = 0;
  #runtime: Runtime | undefined;
  #firstInitDone: Promise<void> | undefined;
  /** How long the init phase took, until a REPORT has told. */
  #initMs: number | undefined;
  #isDestroyed = false;
  #peakMemoryMb = 0;

  constructor(parts: EnvironmentParts) {
    this.#parts = parts;
    this.logs = parts.logs;
    this.#lines = platformLines(parts.version.settings.LoggingConfig, parts.spec.runtime);
  }

  /** Ends it at once. What is under way fails. */
  destroy(): void {
    this.#isDestroyed = true;
    this.logs.discard();
    this.#runtime?.kill();
  }

  /** Its process dies, as if by a fault of its own; the next invoke starts another. */
  crash(): void {
    this.#runtime?.kill();
  }

  /**
   * The init phase of a cold start; what goes wrong in it is done again within the first invoke. Rejects only when
   * nothing could be started. Idempotent.
   */
  initialize(): Promise<void> {
    this.#firstInitDone ??= this.#firstInit();
    return this.#firstInitDone;
  }

  /**
   * Handles one event, from START to REPORT. A reply goes to `reader`, where there is one; it is in the answer else.
   * Throws only when the environment was destroyed meanwhile.
   */
  async run(event: Event, reader?: ReplyStream): Promise<Answer> {
    const { clock, version, logs, begins } = this.#parts;
    if (this.#isDestroyed) throw environmentRecycled();
    await this.initialize();
    begins(event.hop);
    const initMs = this.#initMs;
    this.#initMs = undefined;
    // AWS calls it suppressed init: within the invoke, after a failed one or in place of a runtime that ended.
    const fresh = !this.#runtime || this.#runtime.hasEnded ? await this.#start() : undefined;
    if (this.#isDestroyed) throw environmentRecycled();

    logs.beginTail();
    logs.write(this.#lines.start(clock.now(), event.requestId, version.version));
    const startMs = clock.monotonic();
    const attempt = await this.#attempt(event, startMs, fresh, new RunningReply(reader));
    if (this.#isDestroyed) throw environmentRecycled();

    const durationMs = clock.monotonic() - startMs;
    this.#peakMemoryMb = Math.min(version.settings.MemorySize, Math.max(this.#peakMemoryMb, attempt.peakMemoryMb));
    logs.write(this.#lines.end(event.requestId));
    const { failure } = attempt;
    const memory = { memoryMb: version.settings.MemorySize, peakMemoryMb: this.#peakMemoryMb };
    logs.write(this.#lines.report(clock.now(), { requestId: event.requestId, durationMs, initMs, ...memory, failure }));
    const { payload, contentType, isError } = attempt;
    return { payload, contentType, isError, durationMs, logTail: logs.tail() };
  }

  async #firstInit(): Promise<void> {
    const { clock, version, logs } = this.#parts;
    const runtime = await this.#start();
    logs.write(this.#lines.initStart(clock.now(), version.name, version.version));
    const startMs = clock.monotonic();
    const outcome = await this.#initialized(runtime, initTimeoutMs);
    const initMs = clock.monotonic() - startMs;
    if (outcome !== 'timeout' && outcome.kind === 'ready') this.#initMs = initMs;
    else logs.write(this.#lines.initReport(clock.now(), { initMs, phase: 'init', failure: failureOf(outcome) }));
  }

  async #start(): Promise<Runtime> {
    const { executor, spec, logs } = this.#parts;
    const runtime = await executor
      .start(spec, (text) => logs.write(text))
      .catch((error: unknown) => {
        throw this.#isDestroyed ? environmentRecycled() : error;
      });
    this.#runtime = runtime;
    if (this.#isDestroyed) runtime.kill();
    return runtime;
  }

  async #initialized(runtime: Runtime, limitMs: number): Promise<InitOutcome | 'timeout'> {
    const outcome = await this.#within(limitMs, runtime.initialized);
    if (outcome === 'timeout' || outcome.kind !== 'ready') this.#drop();
    return outcome;
  }

  async #attempt(event: Event, startMs: number, fresh: Runtime | undefined, reply: RunningReply): Promise<Attempt> {
    const { clock, version, logs, hold } = this.#parts;
    const timeoutMs = version.settings.Timeout * 1000;
    const heldMs = hold?.heldMs ?? 0;
    const outcome = fresh && (await this.#initialized(fresh, timeoutMs));
    if (outcome === 'timeout') return this.#timeout(event);
    if (outcome && outcome.kind !== 'ready') {
      const failure = failureOf(outcome);
      const initMs = clock.monotonic() - startMs;
      logs.write(this.#lines.initReport(clock.now(), { initMs, phase: 'invoke', failure }));
      const payload = outcome.kind === 'error' ? outcome.payload : encode(crashed(event.requestId, outcome));
      return { payload, isError: true, failure, peakMemoryMb: this.#peakMemoryMb };
    }
    const countedMs = clock.monotonic() - startMs - ((hold?.heldMs ?? 0) - heldMs);
    const remainingMs = Math.max(0, timeoutMs - countedMs);
    const answer = await this.#invoke(event, remainingMs, reply);
    return answer === 'timeout' ? this.#timeout(event) : this.#settle(event, answer, reply);
  }

  #invoke(event: Event, remainingMs: number, reply: RunningReply): Promise<InvokeOutcome | 'timeout'> {
    const { requestId, payload, invokedFunctionArn, hop, clientContext } = event;
    const traceId = traceHeader(hop.trace);
    const runtime = this.#runtime;
    if (!runtime) throw new Error('Invariant violated: an initialized environment has a runtime');
    const invocation = { requestId, remainingMs, invokedFunctionArn, traceId, clientContext, event: payload };
    return this.#within(remainingMs, runtime.invoke(invocation, reply));
  }

  #settle(event: Event, outcome: InvokeOutcome, reply: RunningReply): Attempt {
    if (outcome.kind === 'crash') {
      this.#drop();
      const payload = crashed(event.requestId, outcome);
      const peakMemoryMb = outcome.isOutOfMemory ? this.#parts.version.settings.MemorySize : this.#peakMemoryMb;
      return { payload: encode(payload), isError: true, failure: payload.errorType, peakMemoryMb };
    }
    if (outcome.isLast) this.#drop();
    const { kind, payload, peakMemoryMb } = outcome;
    const ended = { failure: undefined, peakMemoryMb };
    if (kind === 'error') return { payload, isError: true, ...ended };
    if (!outcome.isStreamed) reply.takeWhole(payload, outcome.contentType);
    if (reply.isTooLarge) return { payload: encode(responseTooLarge(reply.bytesMax)), isError: true, ...ended };
    const { contentType } = reply;
    return { payload: reply.payload(), ...(contentType !== undefined && { contentType }), isError: false, ...ended };
  }

  #timeout(event: Event): Attempt {
    this.#drop();
    const payload = encode(timedOut(event.requestId, this.#parts.version.settings.Timeout));
    return { payload, isError: true, failure: 'timeout', peakMemoryMb: this.#peakMemoryMb };
  }

  #drop(): void {
    this.#runtime?.kill();
    this.#runtime = undefined;
  }

  /** The promise's value, or `timeout` when it takes longer. */
  #within<T>(limitMs: number, promise: Promise<T>): Promise<T | 'timeout'> {
    return new Promise((resolve) => {
      const { clock, hold } = this.#parts;
      const expire = (): void => resolve('timeout');
      const timer = hold ? setLimit(clock, limitMs, expire, hold) : clock.setTimer(limitMs, expire);
      void promise.then((value) => {
        timer.cancel();
        resolve(value);
      });
    });
  }
}

const encode = (payload: FailurePayload): Uint8Array => Buffer.from(JSON.stringify(payload));

function failureOf(outcome: InitOutcome | 'timeout'): string {
  if (outcome === 'timeout') return 'timeout';
  if (outcome.kind === 'error') {
    return (JSON.parse(Buffer.from(outcome.payload).toString()) as FailurePayload).errorType;
  }
  return outcome.kind === 'crash' && outcome.isOutOfMemory ? 'Runtime.OutOfMemory' : 'Runtime.ExitError';
}

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-response-streaming.html */
const streamedBytesMax = 200 * 1024 * 1024;

/**
 * The reply of one invoke while the runtime makes it: handed on as it comes where the caller reads it so, kept whole for
 * all others. What goes beyond the limit is left out.
 */
class RunningReply implements ReplyStream {
  #bytesMax: number;
  readonly #reader: ReplyStream | undefined;
  readonly #pieces: Uint8Array[] = [];
  #contentType: string | undefined;
  #bytes = 0;

  constructor(reader: ReplyStream | undefined) {
    this.#reader = reader;
    this.#bytesMax = reader ? streamedBytesMax : responseBytesMax;
  }

  /** Of a streaming handler's reply. */
  get contentType(): string | undefined {
    return this.#contentType;
  }

  get bytesMax(): number {
    return this.#bytesMax;
  }

  get isTooLarge(): boolean {
    return this.#bytes > this.#bytesMax;
  }

  /** What the caller is still to be given. */
  payload(): Uint8Array {
    const [only] = this.#pieces;
    return only && this.#pieces.length === 1 ? only : Buffer.concat(this.#pieces);
  }

  begin(contentType: string): void {
    this.#contentType = contentType;
    this.#reader?.begin(contentType);
  }

  write(piece: Uint8Array): void | Promise<void> {
    this.#bytes += piece.byteLength;
    if (this.isTooLarge) return;
    if (this.#reader) return this.#reader.write(piece);
    this.#pieces.push(piece);
  }

  /** A reply that came whole: of a handler that does not stream, unless it has a content type. */
  takeWhole(payload: Uint8Array, contentType: string | undefined): void {
    if (contentType === undefined) this.#bytesMax = responseBytesMax;
    if (payload.byteLength > this.#bytesMax) this.#bytes = payload.byteLength;
    if (this.isTooLarge) return;
    if (contentType !== undefined) this.#contentType = contentType;
    this.#reader?.begin(contentType ?? 'application/json');
    void this.write(payload);
  }
}
