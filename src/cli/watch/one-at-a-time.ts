/**
 * One run at a time. What is asked for while one is under way is joined, and is the next run's when that is over: however
 * slow a run is, nothing is lost, and nothing is done twice.
 */
export function oneAtATime(run: (paths: ReadonlySet<string>) => Promise<void>): (paths: Iterable<string>) => void {
  let waiting: Set<string> | undefined;
  let isRunning = false;
  const runAll = async (): Promise<void> => {
    isRunning = true;
    try {
      while (waiting) {
        const paths = waiting;
        waiting = undefined;
        await run(paths);
      }
    } finally {
      isRunning = false;
    }
  };
  return (paths) => {
    waiting = new Set([...(waiting ?? []), ...paths]);
    if (!isRunning) void runAll();
  };
}
