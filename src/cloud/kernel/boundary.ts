import { AwsError, ConnectionFailure, SquallError, UnsupportedError } from './errors.ts';
import { applyAfter, applyBefore } from './faults/apply-fault.ts';
import type { Fault, FaultTarget, FaultType } from './faults/faults.ts';
import type { Outcome } from './journal.ts';
import type { Kernel } from './kernel.ts';

/** How a call over a boundary ended. */
export interface Crossed {
  readonly output: unknown;
  readonly error: unknown;
  /** Of an HTTP data plane: its answer is the outcome, whatever made it. */
  readonly status?: number;
  readonly requestBytes: number;
  readonly responseBytes: number;
}

/** A call that knows itself. */
interface Describable {
  /** What is known of it; asked once, not before it is needed. */
  describe(): FaultTarget;
}

/**
 * What every call over a boundary goes through, in this order: the fault is decided, what comes before the work is
 * applied, the work is done, what comes after it is applied, the hop is written into the journal, and whoever decided
 * hears how it ended. Pipelines call the parts from their stages; {@link crossBoundary} does it around one function.
 */
export class Boundary {
  /** What is done to the call; undefined where nothing is. */
  fault: Fault | undefined;
  readonly #kernel: Kernel;
  readonly #call: Describable;
  readonly #startMs: number;
  #target: FaultTarget | undefined;

  constructor(kernel: Kernel, call: Describable) {
    this.#kernel = kernel;
    this.#call = call;
    this.#startMs = kernel.clock.monotonic();
  }

  get target(): FaultTarget {
    this.#target ??= this.#call.describe();
    return this.#target;
  }

  /** Milliseconds since the call came. */
  get elapsedMs(): number {
    return this.#kernel.clock.monotonic() - this.#startMs;
  }

  /** Decides the fault and applies its part ahead of the work: throws what the caller gets instead of an answer. */
  before(): void | Promise<void> {
    if (!this.#kernel.faults.isEmpty) return this.#decide();
  }

  async #decide(): Promise<void> {
    this.fault = await this.#kernel.faults.decide(this.target);
    if (this.fault) await applyBefore(this.fault, this.target, this.#kernel);
  }

  /** The fault lets the work happen and takes its answer away: an answer that is still being made is not read. */
  get takesAnswer(): boolean {
    return this.fault !== undefined && answerTakers.has(this.fault.kind);
  }

  /** Applies the part that follows the work: it happened, and the caller may not hear of it. */
  after(): void {
    if (this.fault) applyAfter(this.fault, this.target, this.#kernel);
  }

  /** One line of the journal; one of the log at `--log debug`, and a bug of ours at any level. */
  end({ output, error, status, requestBytes, responseBytes }: Crossed): void {
    const { journal, clock, faults, log } = this.#kernel;
    const durationMs = this.elapsedMs;
    const { outcome, code } = status === undefined ? outcomeOf(error) : outcomeOfStatus(status, error);
    const { caller, service, operation, resource, attempt, invocation, id, parent, trace } = this.target;
    journal.add({
      caller,
      service,
      operation,
      resource,
      attempt,
      invocation,
      id,
      parent,
      trace,
      outcome,
      code,
      injected: this.fault !== undefined,
      fault: this.fault?.kind,
      startMs: clock.now() - durationMs,
      durationMs,
      requestBytes,
      responseBytes,
    });
    if (!faults.isEmpty) faults.completed?.(this.target, { output, error });
    if (outcome === 'bug') log.error(`${nameOf(this.target)} failed: ${stackOf(error)}`);
    // Asked first, so that nobody pays for a text that nobody reads.
    if (log.level === 'debug') {
      log.debug(`${nameOf(this.target)} ${code ?? 'ok'} ${durationMs.toFixed(1)} ms ${caller.principal} ${id}`);
    }
  }
}

const answerTakers: ReadonlySet<FaultType> = new Set(['lost', 'hangAfter', 'crashAfter']);

/** An answer that is still being made when it goes out. */
export interface OpenAnswer<Output> {
  /** Nobody will read it. */
  leave(): Promise<void>;
  /** The same answer, which tells when it has ended, with which error, and how many bytes it had. */
  watched(onEnd: (error: unknown, bytes: number) => void): Output;
}

/** What {@link crossBoundary} is given beside the call itself. */
export interface Work<Output> {
  /** The fault, where it bends the work itself (twice instead of once). */
  run(fault: Fault | undefined): Promise<Output>;
  /** Turns an error into an answer, where the protocol has answers for errors; undefined lets it be thrown. */
  answerOf?(error: unknown): Output | undefined;
  /** Of the answer, in bytes. */
  sizeOf?(output: Output): number;
  /** Of an HTTP answer. */
  statusOf?(output: Output): number;
  /** Where the answer may go out before its end: then the hop ends with it. */
  openAnswer?(output: Output): OpenAnswer<Output> | undefined;
  readonly requestBytes: number;
}

/** Takes one call over a boundary. Rejects with what the work threw, or with the fault's own error. */
export async function crossBoundary<Output>(kernel: Kernel, target: FaultTarget, work: Work<Output>): Promise<Output> {
  const boundary = new Boundary(kernel, { describe: () => target });
  const end = (output: Output | undefined, error: unknown, streamedBytes?: number) => {
    const status = output === undefined ? undefined : work.statusOf?.(output);
    const responseBytes = streamedBytes ?? (output === undefined ? 0 : (work.sizeOf?.(output) ?? 0));
    boundary.end({
      output,
      error,
      requestBytes: work.requestBytes,
      responseBytes,
      ...(status !== undefined && { status }),
    });
  };
  try {
    await boundary.before();
    const output = await work.run(boundary.fault);
    const open = work.openAnswer?.(output);
    if (open && boundary.takesAnswer) await open.leave();
    boundary.after();
    if (open) return open.watched((error, bytes) => end(output, error, bytes));
    end(output, undefined);
    return output;
  } catch (error) {
    const answer = work.answerOf?.(error);
    end(answer, error);
    if (answer === undefined) throw error;
    return answer;
  }
}

interface Told {
  readonly outcome: Outcome;
  readonly code: string | undefined;
}

function outcomeOf(error: unknown): Told {
  if (error === undefined) return { outcome: 'ok', code: undefined };
  if (error instanceof AwsError) return { outcome: error.fault === 'server' ? 'fault' : 'error', code: error.code };
  if (error instanceof ConnectionFailure) {
    return { outcome: 'fault', code: error.kind === 'reset' ? 'ConnectionReset' : 'ConnectionFailure' };
  }
  if (error instanceof SquallError) return { outcome: 'error', code: error.code };
  if (error instanceof UnsupportedError) return { outcome: 'unsupported', code: 'NotImplemented' };
  return { outcome: 'bug', code: error instanceof Error ? error.name : 'Unknown' };
}

/** An HTTP answer tells how it went by its status, unless nobody got it. */
function outcomeOfStatus(status: number, error: unknown): Told {
  if (error instanceof ConnectionFailure) return outcomeOf(error);
  if (status < 400) return { outcome: 'ok', code: undefined };
  return { outcome: status >= 500 ? 'fault' : 'error', code: String(status) };
}

const nameOf = ({ service, operation, resource }: FaultTarget): string =>
  `${service}.${operation || '?'}${resource === undefined ? '' : ` ${resource}`}`;

const stackOf = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error));
