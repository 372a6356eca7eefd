/** Programs save in bursts: an editor in two or three steps, `git checkout` hundreds of files. */
const quietMs = 25;

/** Where something is written without end, others must not wait for it. */
const latestMs = 250;

export interface Bursts {
  note(path: string): void;
  close(): void;
}

/** Hands over what was noted when it has been quiet for a moment, and at the latest a quarter of a second after the first. */
export function joinBursts(act: (paths: ReadonlySet<string>) => void): Bursts {
  let noted = new Set<string>();
  let deadline = 0;
  let timer: NodeJS.Timeout | undefined;
  const end = (): void => {
    const paths = noted;
    noted = new Set();
    act(paths);
  };
  return {
    note: (path) => {
      const now = performance.now();
      if (noted.size === 0) deadline = now + latestMs;
      noted.add(path);
      clearTimeout(timer);
      timer = setTimeout(end, Math.max(0, Math.min(quietMs, deadline - now)));
    },
    close: () => clearTimeout(timer),
  };
}
