import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { endTree, leadsGroup } from '../../../../kernel/end-tree.ts';
import type { Crash } from '../../../../kernel/executor.ts';
import type { Lifeline } from './lifeline.ts';

const pageBytes = 4096;

/** A child process with all that it starts: killed together, never outliving us. */
export class ProcessGroup {
  readonly child: ChildProcess;
  /** How it ended; never rejects. */
  readonly ended: Promise<Crash>;
  #isOutOfMemory = false;
  #hasEnded = false;

  constructor(command: string, args: readonly string[], options: SpawnOptions, lifeline: Lifeline) {
    // A group (and session) of its own: a Ctrl-C in the terminal is for us, and a kill reaches grandchildren.
    this.child = spawn(command, args, { ...options, detached: leadsGroup() });
    const { pid } = this.child;
    if (pid !== undefined) lifeline.add(pid);
    this.ended = new Promise((resolve) => {
      const end = (status: number | undefined, signal: string | undefined) => {
        if (this.#hasEnded) return;
        this.#hasEnded = true;
        // What it started must not go on without it; the group lives as long as anybody is in it.
        if (leadsGroup()) this.#signalGroup();
        if (pid !== undefined) lifeline.remove(pid);
        resolve({ kind: 'crash', status, signal, isOutOfMemory: this.#isOutOfMemory });
      };
      this.child.on('exit', (status, signal) => end(status ?? undefined, signal ?? undefined));
      this.child.on('error', () => end(127, undefined));
    });
  }

  kill(options: { readonly outOfMemory?: boolean } = {}): void {
    if (this.#hasEnded) return;
    if (options.outOfMemory) this.#isOutOfMemory = true;
    this.#signalGroup();
  }

  #signalGroup(): void {
    const { pid } = this.child;
    if (pid !== undefined) endTree(pid, 'SIGKILL');
  }

  /** Resident memory now, in MiB; 0 where the system does not tell (anything but Linux). */
  residentMb(): number {
    try {
      const pages = Number(readFileSync(`/proc/${this.child.pid}/statm`, 'utf8').split(' ')[1]);
      return (pages * pageBytes) / 1024 ** 2;
    } catch {
      return 0;
    }
  }
}
