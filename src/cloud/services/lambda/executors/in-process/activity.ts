let turns = 0;

/** How often code in in-process environments was entered, in this process: for telling when nothing goes on any more. */
export const entryCount = (): number => turns;

export function countEntry(): void {
  turns += 1;
}

/** An invoke that is under way, as far as somebody who waits for it must know. */
interface Running {
  /** Timers and requests that it waits for. */
  readonly pending: number;
}

const running = new Set<Running>();

export const beginRunning = (environment: Running): void => void running.add(environment);
export const endRunning = (environment: Running): void => void running.delete(environment);

/**
 * Whether some function waits for nothing that we know of: for work that Node does outside of JavaScript (compression,
 * cryptography), or for a promise that nobody will ever keep.
 */
export function hasUnknownWork(): boolean {
  for (const { pending } of running) if (pending === 0) return true;
  return false;
}
