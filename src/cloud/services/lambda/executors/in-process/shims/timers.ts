import type { Clock, Timer } from '../../../../../kernel/clock.ts';

/** What timers need of the environment that they are in. */
export interface TimerHost {
  readonly clock: Clock;
  /** Runs code of the function, now or when it is thawed; never when it is dead. */
  deliver(run: () => void): void;
  /** A callback as hooks of the function's hear of it. */
  bind(callback: Callback): Callback;
}

type Callback = (...parameters: unknown[]) => void;

/** What `setTimeout` answers: Node's object, as far as it is used. */
export class ShimmedTimeout {
  readonly #start: () => Timer;
  readonly #onEnd: (timeout: ShimmedTimeout) => void;
  #timer: Timer;
  #isRef = true;

  constructor(start: (timeout: ShimmedTimeout) => Timer, onEnd: (timeout: ShimmedTimeout) => void) {
    this.#start = () => start(this);
    this.#onEnd = onEnd;
    this.#timer = this.#start();
  }

  ref(): this {
    this.#isRef = true;
    return this;
  }

  unref(): this {
    this.#isRef = false;
    return this;
  }

  hasRef(): boolean {
    return this.#isRef;
  }

  refresh(): this {
    this.#timer.cancel();
    this.#timer = this.#start();
    return this;
  }

  close(): this {
    this.#timer.cancel();
    this.#onEnd(this);
    return this;
  }

  [Symbol.dispose](): void {
    this.close();
  }
}

/** The timers of one environment, on the cloud's clock. */
export class ShimmedTimers {
  readonly #host: TimerHost;
  readonly #pending = new Set<ShimmedTimeout>();
  readonly #numbered = new Map<number, ShimmedTimeout>();
  #numbers = 0;
  readonly #immediates = new Set<object>();

  constructor(host: TimerHost) {
    this.#host = host;
  }

  /** Timers and immediates that keep the loop alive. */
  get count(): number {
    let count = this.#immediates.size;
    for (const timeout of this.#pending) if (timeout.hasRef()) count += 1;
    return count;
  }

  /** Nothing of it fires any more. */
  end(): void {
    for (const timeout of [...this.#pending]) timeout.close();
    this.#immediates.clear();
  }

  readonly setTimeout = (callback: Callback, delayMs: unknown = 1, ...parameters: unknown[]): ShimmedTimeout => {
    assertCallback(callback);
    const bound = this.#host.bind(callback);
    return this.#add((timeout) =>
      this.#host.clock.setTimer(delayOf(delayMs), () =>
        this.#host.deliver(() => {
          if (!this.#pending.delete(timeout)) return;
          bound(...parameters);
        }),
      ),
    );
  };

  readonly setInterval = (callback: Callback, delayMs: unknown = 1, ...parameters: unknown[]): ShimmedTimeout => {
    assertCallback(callback);
    const bound = this.#host.bind(callback);
    return this.#add((timeout) =>
      this.#host.clock.setTimer(delayOf(delayMs), () =>
        this.#host.deliver(() => {
          if (!this.#pending.has(timeout)) return;
          timeout.refresh();
          bound(...parameters);
        }),
      ),
    );
  };

  readonly clearTimeout = (timeout?: unknown): void => {
    if (timeout instanceof ShimmedTimeout) timeout.close();
    else if (timeout !== undefined && timeout !== null) this.#numbered.get(Number(timeout))?.close();
  };

  readonly setImmediate = (callback: Callback, ...parameters: unknown[]): object => {
    assertCallback(callback);
    const immediate = { ref: () => immediate, unref: () => immediate, hasRef: () => true };
    this.#immediates.add(immediate);
    setImmediate(() =>
      this.#host.deliver(() => {
        if (this.#immediates.delete(immediate)) callback(...parameters);
      }),
    );
    return immediate;
  };

  readonly clearImmediate = (immediate?: unknown): void => {
    this.#immediates.delete(immediate as object);
  };

  #add(start: (timeout: ShimmedTimeout) => Timer): ShimmedTimeout {
    const timeout = new ShimmedTimeout(start, (ended) => this.#pending.delete(ended));
    this.#pending.add(timeout);
    this.#numbers += 1;
    const number = this.#numbers;
    // Node's timeouts turn into numbers for code that keeps them as such; few do, so they are named only then.
    Object.defineProperty(timeout, Symbol.toPrimitive, {
      value: () => {
        this.#numbered.set(number, timeout);
        return number;
      },
    });
    return timeout;
  }
}

/** As Node: what is no delay of one to 2³¹ − 1 milliseconds is one millisecond. */
function delayOf(delayMs: unknown): number {
  const delay = Number(delayMs);
  return delay >= 1 && delay < 2 ** 31 ? Math.trunc(delay) : 1;
}

function assertCallback(callback: unknown): void {
  if (typeof callback === 'function') return;
  throw Object.assign(new TypeError(`The "callback" argument must be of type function. Received ${String(callback)}`), {
    code: 'ERR_INVALID_ARG_TYPE',
  });
}

/** `node:timers/promises` over the same timers. */
export function timersPromises(timers: ShimmedTimers): object {
  const wait = (delayMs?: number, value?: unknown, options: { readonly signal?: AbortSignal } = {}) =>
    new Promise((resolve, reject) => {
      const { signal } = options;
      const abort = () => {
        timers.clearTimeout(timeout);
        reject(
          Object.assign(new Error('The operation was aborted'), {
            name: 'AbortError',
            code: 'ABORT_ERR',
            cause: signal?.reason,
          }),
        );
      };
      const timeout = timers.setTimeout(() => {
        signal?.removeEventListener('abort', abort);
        resolve(value);
      }, delayMs);
      if (signal?.aborted) abort();
      else signal?.addEventListener('abort', abort, { once: true });
    });
  async function* every(delayMs?: number, value?: unknown) {
    for (;;) {
      await wait(delayMs);
      yield value;
    }
  }
  return {
    setTimeout: wait,
    setImmediate: (value?: unknown) => new Promise((resolve) => void timers.setImmediate(() => resolve(value))),
    setInterval: every,
    scheduler: { wait, yield: () => new Promise<void>((resolve) => void timers.setImmediate(() => resolve())) },
  };
}
