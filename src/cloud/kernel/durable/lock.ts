import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SquallError } from '../errors.ts';

/** Two clouds on one directory would write over each other. Returns what lets go of it again. */
export function lockDirectory(directory: string): () => void {
  const path = join(directory, 'lock');
  const holder = readHolder(path);
  if (holder !== undefined && holder !== process.pid && isProcessAlive(holder)) {
    throw new SquallError(
      'DataDirectoryLocked',
      `${directory} is in use by process ${holder}.`,
      `Stop that one (kill ${holder}), or choose another directory with --data.`,
    );
  }
  // Whoever held it is gone (killed): its lock says nothing any more.
  rmSync(path, { force: true });
  writeFileSync(path, String(process.pid), { flag: 'wx' });
  return () => rmSync(path, { force: true });
}

function readHolder(path: string): number | undefined {
  try {
    return Number(readFileSync(path, 'utf8')) || undefined;
  } catch {
    return undefined;
  }
}

/** Tells whether a process of this machine runs, whoever it belongs to. */
export function isProcessAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process cannot be signalled, but it is there.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
