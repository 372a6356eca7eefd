import { appendFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Leaves half a record at the end of a data directory's log, as a process does that dies while it writes one. */
export function tearLog(data: string): void {
  const logs = readdirSync(data).filter((name) => /^log-\d+$/.test(name));
  const newest = logs.toSorted((one, other) => Number(one.slice(4)) - Number(other.slice(4))).at(-1);
  if (newest === undefined) throw new Error(`${data} has no log`);
  const path = join(data, newest);
  appendFileSync(path, readFileSync(path).subarray(0, 40));
}
