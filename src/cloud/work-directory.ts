import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SquallError } from './kernel/errors.ts';

/**
 * A directory for what a cloud needs on disk while it runs: unpacked code, `/tmp` of environments. Its name carries the
 * process, so that the next cloud can remove what a killed one left behind.
 * Throws `SquallError` where there is no place for one: containers with a read-only root often have none.
 */
export function makeWorkDirectory(): string {
  try {
    removeOrphans();
    return mkdtempSync(join(tmpdir(), `squall-${process.pid}-`));
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? 'unknown error';
    throw new SquallError(
      'TemporaryDirectoryUnusable',
      `Cannot write to ${tmpdir()}, where code of functions is unpacked (${code}).`,
      'In a container with a read-only root add --tmpfs /tmp:exec (in compose tmpfs: ["/tmp:exec"]); elsewhere set TMPDIR to a directory that can be written to.',
      { cause },
    );
  }
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
