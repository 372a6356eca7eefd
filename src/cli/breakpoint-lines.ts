import type { InspectedAddress } from '../cloud/kernel/inspection/inspection.ts';
import { paint } from './paint.ts';

/** What is asked of the cloud. */
interface Inspected {
  addresses(): Promise<readonly InspectedAddress[]>;
  problems(): readonly string[];
}

/** Answers, at every call, what was not told yet: where functions can be debugged, and which are not there. */
export function createBreakpointLines(inspected: Inspected | undefined): () => Promise<readonly string[]> {
  const told = new Set<string>();
  return async () => {
    if (!inspected) return [];
    const addresses = await inspected.addresses();
    const lines = [
      ...addresses.map(
        ({ function: name, host, port }) => `Breakpoints in ${name}: attach to ${paint.cyan(`${host}:${port}`)}`,
      ),
      ...inspected.problems().map((problem) => paint.red(problem)),
    ].filter((line) => !told.has(line));
    for (const line of lines) told.add(line);
    return lines;
  };
}
