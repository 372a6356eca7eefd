import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * A directory for what a cloud needs on disk while it runs: unpacked code, `/tmp` of environments. Its name carries the
 * process, so that the next cloud can remove what a killed one left behind.
 */
export function makeWorkDirectory(): string {
  removeOrphans();
  return mkdtempSync(join(tmpdir(), `squall-${process.pid}-`));
}

function removeOrphans(): void {
  for (const name of readdirSync(tmpdir())) {
    const pid = /^squall-(\d+)-\w{6}$/.exec(name)?.[1];
    if (pid === undefined || isProcessAlive(Number(pid))) continue;
    try {
      rmSync(join(tmpdir(), name), { recursive: true, force: true });
    } catch {
      // Somebody else's, or gone meanwhile: not ours to insist.
    }
  }
}

/** Tells whether a process of this machine runs, whoever it belongs to. */
function isProcessAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process cannot be signalled, but it is there.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
