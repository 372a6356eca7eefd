import type { Clock, Timer } from '../clock.ts';

/** Stops the limits of one function: while it is held, by a debugger that is attached, none of them counts. */
export class Hold {
  readonly #clock: Clock;
  readonly #listeners = new Set<(isHeld: boolean) => void>();
  #holders = 0;
  #endedMs = 0;
  #sinceMs = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get isHeld(): boolean {
    return this.#holders > 0;
  }

  /** How long it was held in all, until now. */
  get heldMs(): number {
    return this.#endedMs + (this.isHeld ? this.#clock.monotonic() - this.#sinceMs : 0);
  }

  /** Holds it; call the answer, once, to let go. */
  begin(): () => void {
    if (!this.isHeld) this.#sinceMs = this.#clock.monotonic();
    this.#change(1);
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      this.#endedMs = this.heldMs;
      this.#sinceMs = this.#clock.monotonic();
      this.#change(-1);
    };
  }

  /** Tells when it begins and when it ends; call the answer to hear no more. */
  onChange(listener: (isHeld: boolean) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  #change(by: 1 | -1): void {
    const wasHeld = this.isHeld;
    this.#holders += by;
    if (wasHeld !== this.isHeld) for (const listener of [...this.#listeners]) listener(this.isHeld);
  }
}

/** A timer that stands still while `hold` is held, and goes on with what was left. */
export function setLimit(clock: Clock, limitMs: number, fire: () => void, hold: Hold): Timer {
  let leftMs = limitMs;
  let startMs = 0;
  let timer: Timer | undefined;
  const stop = (): void => {
    timer?.cancel();
    unlisten();
  };
  const run = (): void => {
    startMs = clock.monotonic();
    timer = clock.setTimer(leftMs, () => {
      stop();
      fire();
    });
  };
  const rest = (): void => {
    timer?.cancel();
    leftMs = Math.max(0, leftMs - (clock.monotonic() - startMs));
  };
  const unlisten = hold.onChange((isHeld) => (isHeld ? rest() : run()));
  if (!hold.isHeld) run();
  return { cancel: stop };
}
