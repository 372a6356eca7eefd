/** What has been begun and must be ended, last begun first. */
export interface Ending {
  /** Call right after beginning something; a start that fails half-way then ends what it had begun. */
  add(end: () => unknown): void;
  readonly isOver: boolean;
  /** Ends everything once; later calls wait for the same end. */
  run(): Promise<void>;
}

export function createEnding(): Ending {
  const ends: (() => unknown)[] = [];
  let running: Promise<void> | undefined;
  const runAll = async (): Promise<void> => {
    for (let end = ends.pop(); end; end = ends.pop()) await end();
  };
  return {
    add: (end) => void ends.push(end),
    get isOver() {
      return running !== undefined;
    },
    run() {
      running ??= runAll();
      return running;
    },
  };
}
