/** Node's own: a suite that fakes timers in our process waits for our answers all the same. */
const { setImmediate } = globalThis;

/** Lets all others of the process have their turn. No time passes by a clock. */
export const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
