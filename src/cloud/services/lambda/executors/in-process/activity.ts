/** An environment at work, as far as somebody who waits for it must know. */
export interface Running {
  /** Timers, requests and background work that it waits for. */
  readonly pending: number;
  readonly functionName: string;
}

/** An environment that lives, whether it works or is frozen. */
export interface Living {
  /** Lets go on what its last invoke left behind, though no event has come. */
  thawLeftovers(): void;
}

/** What goes on in the environments of one executor: for telling when nothing goes on any more. */
export class EnvironmentActivity {
  #entries = 0;
  #work = 0;
  #onEnd: (() => void)[] = [];
  readonly #running = new Set<Running>();
  readonly #living = new Set<Living>();
  #unshare: (() => boolean) | undefined;

  /** How often code in environments was entered. */
  get entries(): number {
    return this.#entries;
  }

  countEntry(): void {
    this.#entries += 1;
  }

  /** Whether Node works for some environment outside of JavaScript, and will say when it is done. */
  get isWorking(): boolean {
    return this.#work > 0;
  }

  beginWork(): void {
    this.#work += 1;
  }

  endWork(): void {
    this.#work -= 1;
    for (const told of this.#onEnd.splice(0)) told();
  }

  /** Kept when some of the work that is under way has ended. */
  workEnds(): Promise<void> {
    return new Promise((resolve) => this.#onEnd.push(resolve));
  }

  /** How the executor ends the sharing of patched code; see {@link unsharePatched}. */
  onUnshare(unshare: () => boolean): void {
    this.#unshare = unshare;
  }

  /**
   * Whether code that environments share was patched by one of them, since this was last asked: others may have met the
   * patch. Whatever runs from here on has that code for itself.
   */
  unsharePatched(): boolean {
    return this.#unshare?.() ?? false;
  }

  beginLiving(environment: Living): void {
    this.#living.add(environment);
  }

  endLiving(environment: Living): void {
    this.#living.delete(environment);
  }

  /** As if an event came for every environment, without one: what was left behind in them shows itself. */
  thawLeftovers(): void {
    for (const environment of [...this.#living]) environment.thawLeftovers();
  }

  beginRunning(environment: Running): void {
    this.#running.add(environment);
  }

  endRunning(environment: Running): void {
    this.#running.delete(environment);
  }

  /**
   * Which functions wait for nothing that we know of: for work that is not counted, or for a promise that nobody
   * will ever keep.
   */
  waitingForUnknown(): readonly Running[] {
    return [...this.#running].filter(({ pending }) => pending === 0);
  }

  /** Whether it still waits for nothing that we know of. */
  isWaitingForUnknown(environment: Running): boolean {
    return this.#running.has(environment) && environment.pending === 0;
  }
}
