/** Node's own: a suite that fakes timers in our process waits for our answers all the same. */
const { setImmediate } = globalThis;

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
