import { statSync } from 'node:fs';
import { sep } from 'node:path';
import type { Bundling } from '../../harness/synthesis/synthesis-record.ts';

/** The bundling with the source that was saved last, packages left aside; undefined where there are none. */
export function latestBundling(bundlings: readonly Bundling[]): Bundling | undefined {
  const times = new Map<string, number>();
  const timeOf = (path: string): number => {
    const known = times.get(path) ?? statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    times.set(path, known);
    return known;
  };
  const latest = ({ inputs }: Bundling): number =>
    inputs
      .filter((path) => !path.includes(`${sep}node_modules${sep}`))
      .reduce((time, path) => Math.max(time, timeOf(path)), 0);
  return bundlings.toSorted((one, other) => latest(other) - latest(one))[0];
}
