import { SquallError } from './errors.ts';

/** Node's own: a suite that fakes timers in our process waits for our answers all the same. */
const { setImmediate, clearImmediate } = globalThis;

/** A timer that has not fired yet; `cancel` is idempotent. */
export interface Timer {
  cancel(): void;
}

type Fire = () => void | Promise<void>;

interface Pending {
  readonly dueMs: number;
  readonly order: number;
  readonly fire: Fire;
  /** Ends Node's own timer, if there is one. */
  disarm: () => void;
}

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Node's own timers hold 31 bits; a longer one is armed again when this much has passed. */
const nativeTimerMaxMs = 2 ** 31 - 1;

/** The last moment that a `Date` can tell. */
const lastMomentMs = 8.64e15;

/** After how many timers `advance` lets others have their turn: retries without end must not keep the port from answering. */
const timersPerTurn = 1000;

/** How long `advance` waits for what a timer started, in the machine's time. */
const patienceMs = 5000;

/** `90`, `'250ms'`, `'1s'`, `'5m'`, `'24h'`, `'7d'` → milliseconds. */
export function durationMs(duration: number | string): number {
  if (typeof duration === 'number' && Number.isFinite(duration) && duration >= 0) return duration;
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(String(duration));
  const unit = match?.[2] === undefined ? undefined : unitMs[match[2]];
  const wholeMs = Number(match?.[1]) * (unit ?? Number.NaN);
  if (Number.isFinite(wholeMs)) return wholeMs;
  throw new SquallError('InvalidOption', `“${duration}” is not a duration.`, 'Write 250ms, 1s, 5m, 24h or 7d.');
}

/**
 * The only source of time under `src/cloud`.
 *
 * A real clock follows the machine's; `advance` moves it ahead and fires what came due, in order of time. A virtual
 * clock (`{ virtual: true }`) moves by `advance` alone, so that a test owns every tick.
 */
export class Clock {
  readonly isVirtual: boolean;
  #offsetMs = 0;
  #virtualNowMs: number;
  #order = 0;
  readonly #pending = new Set<Pending>();

  constructor(options: { readonly virtual?: boolean; readonly startMs?: number } = {}) {
    this.isVirtual = options.virtual ?? false;
    this.#virtualNowMs = options.startMs ?? Date.now();
  }

  /** Milliseconds since the epoch. */
  now(): number {
    return this.isVirtual ? this.#virtualNowMs : Date.now() + this.#offsetMs;
  }

  /** What programs beside us take for now, functions among them: the machine's time, however far ours was advanced. */
  machineNow(): number {
    return Date.now();
  }

  /** Milliseconds from an arbitrary start, for measuring how long something took. */
  monotonic(): number {
    return this.isVirtual ? this.#virtualNowMs : performance.now();
  }

  /**
   * Fires once after `delayMs`; real timers do not keep the process alive. What is due at once fires in the next turn of
   * the loop, after whatever came in: Node's shortest timeout takes a millisecond.
   */
  setTimer(delayMs: number, fire: Fire): Timer {
    this.#order += 1;
    const pending: Pending = {
      dueMs: this.now() + Math.max(0, delayMs),
      order: this.#order,
      fire,
      disarm: () => undefined,
    };
    this.#pending.add(pending);
    if (!this.isVirtual) this.#arm(pending);
    return {
      cancel: () => {
        pending.disarm();
        this.#pending.delete(pending);
      },
    };
  }

  /** Resolves after `delayMs`, or rejects with the signal's reason. */
  sleep(delayMs: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const abort = () => {
        timer.cancel();
        reject(signal?.reason);
      };
      const timer = this.setTimer(delayMs, () => {
        signal?.removeEventListener('abort', abort);
        resolve();
      });
      signal?.addEventListener('abort', abort, { once: true });
    });
  }

  /**
   * Moves time ahead and fires every timer that comes due, in order; awaits what each of them starts. What has not ended
   * after five seconds of the machine's time (a function that hangs until its timeout) is taken to wait for time itself.
   */
  async advance(duration: number | string): Promise<void> {
    const targetMs = this.now() + durationMs(duration);
    if (targetMs > lastMomentMs) {
      throw new SquallError(
        'InvalidOption',
        `“${duration}” leads beyond the year 275760, where dates end.`,
        'Write 250ms, 1s, 5m, 24h or 7d.',
      );
    }
    let fired = 0;
    for (let next = this.#earliest(targetMs); next; next = this.#earliest(targetMs)) {
      this.#moveTo(next.dueMs);
      next.disarm();
      this.#pending.delete(next);
      await patiently(next.fire());
      fired += 1;
      if (fired % timersPerTurn === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    this.#moveTo(targetMs);
  }

  /** When the next timer is due, in milliseconds since the epoch; undefined when there is none. */
  get nextDueMs(): number | undefined {
    return this.#earliest(Number.POSITIVE_INFINITY)?.dueMs;
  }

  /**
   * Moves a virtual clock to the next timer and fires it, without waiting for what it starts: for whoever decides
   * himself when that goes on. False when there was none.
   */
  fireNext(): boolean {
    const next = this.#earliest(Number.POSITIVE_INFINITY);
    if (!next) return false;
    this.#moveTo(next.dueMs);
    next.disarm();
    this.#pending.delete(next);
    void next.fire();
    return true;
  }

  /** Sets a virtual clock, also back: a restored world goes on at the time it was taken. Pending timers are dropped. */
  rewind(nowMs: number): void {
    this.close();
    this.#virtualNowMs = nowMs;
  }

  /** Cancels all timers; called once when the cloud closes. */
  close(): void {
    for (const pending of this.#pending) pending.disarm();
    this.#pending.clear();
  }

  #arm(pending: Pending): void {
    const waitMs = pending.dueMs - this.now();
    const fire = (): void => {
      // Fired early by the 31-bit limit, or moved by `advance`: look again instead of trusting the timer.
      if (pending.dueMs > this.now()) {
        this.#arm(pending);
        return;
      }
      this.#pending.delete(pending);
      void pending.fire();
    };
    // Without a reference the loop would wait for the network first. It is given up after one turn.
    if (waitMs <= 0) {
      const immediate = setImmediate(fire);
      pending.disarm = () => clearImmediate(immediate);
      return;
    }
    const timeout = setTimeout(fire, Math.min(waitMs, nativeTimerMaxMs)).unref();
    pending.disarm = () => clearTimeout(timeout);
  }

  #earliest(limitMs: number): Pending | undefined {
    let best: Pending | undefined;
    for (const pending of this.#pending) {
      if (pending.dueMs > limitMs) continue;
      if (!best || pending.dueMs < best.dueMs || (pending.dueMs === best.dueMs && pending.order < best.order)) {
        best = pending;
      }
    }
    return best;
  }

  #moveTo(nowMs: number): void {
    if (this.isVirtual) {
      this.#virtualNowMs = Math.max(this.#virtualNowMs, nowMs);
      return;
    }
    this.#offsetMs = Math.max(this.#offsetMs, nowMs - Date.now());
    // What is still pending is now nearer than its native timer believes.
    for (const pending of this.#pending) {
      pending.disarm();
      this.#arm(pending);
    }
  }
}

async function patiently(work: void | Promise<void>): Promise<void> {
  if (!work) return;
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, patienceMs);
  });
  await Promise.race([work, patience]);
  clearTimeout(timer);
}

/** Ends of turns of the event loop; all who wait in one turn wait for the same one. */
export class TurnEnd {
  #coming: Promise<void> | undefined;

  /** Resolves when this turn has read whatever has come in. */
  wait(): Promise<void> {
    this.#coming ??= new Promise((resolve) => {
      setImmediate(() => {
        this.#coming = undefined;
        resolve();
      });
    });
    return this.#coming;
  }
}
