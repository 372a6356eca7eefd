/** Iterations without a turn of the loop that no handler needs; a tight loop does them in well under a second. */
const iterationsMax = 100_000_000;
/** Loops with much in them are broken off by real time: it is looked at now and then only. */
const stuckMs = 4000;
const lookEvery = 1 << 12;

/** Thrown out of a loop that has no end. */
export class EndlessLoop extends Error {
  override readonly name = 'EndlessLoop';
}

/** Counts the iterations of a function's loops since it was last entered from outside. */
export class LoopGuard {
  #count = 0;
  #enteredMs = 0;
  readonly #onEndless: (where: string) => void;
  #isBroken = false;

  constructor(onEndless: (where: string) => void) {
    this.#onEndless = onEndless;
  }

  /** Something came from outside: an event, an answer, a timer. */
  enter(): void {
    this.#count = 0;
    this.#enteredMs = performance.now();
  }

  /** Called by every iteration. Throws, for ever after, once there were too many. */
  tick(): void {
    this.#count += 1;
    if (this.#count % lookEvery !== 0 && !this.#isBroken) return;
    if (!this.#isBroken && this.#count < iterationsMax && performance.now() - this.#enteredMs < stuckMs) return;
    const error = new EndlessLoop('this loop does not end');
    if (!this.#isBroken) this.#onEndless(placeOf(error));
    this.#isBroken = true;
    throw error;
  }
}

/** The first line of the stack that is the function's own. */
function placeOf({ stack = '' }: Error): string {
  const line =
    stack.split('\n').find((each, index) => index > 0 && !/loop-guard|in-process\.|scope\./.test(each)) ?? '';
  return line
    .trim()
    .replace(/^at /, '')
    .replace(/\(?\/.*\/(code\/[0-9a-f]+\/)?/, '(');
}
