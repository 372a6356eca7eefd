import type { ChildProcess } from 'node:child_process';
import { startShellAtEnd } from '../../../../kernel/shell-at-end.ts';
import { holdersByProc, holdersByPs } from './temporary-directory-holders.ts';

/**
 * Reads `+ pid`, `- pid` and `x directory` from standard input; when that ends, by whatever death of the process that
 * held it, kills the process groups that are left. `x` kills who has a temporary directory in its environment, and so
 * does the end with everybody's: a process that left its group (`detached`, setsid) still inherited TMPDIR. Looks again
 * while it finds somebody, as they may fork meanwhile.
 */
const script = `${process.platform === 'linux' ? holdersByProc : holdersByPs}
trap '' INT TERM HUP
sweep() {
  for turn in 1 2 3 4 5; do
    found=$(holders "$1")
    [ -n "$found" ] || return 0
    for pid in $found; do kill -9 "$pid"; done 2>/dev/null
  done
}
pids=' '
while read -r verb pid; do
  case "$verb" in
    +) pids="$pids$pid " ;;
    -) case "$pids" in *" $pid "*) pids="\${pids%% $pid *} \${pids#* $pid }" ;; esac ;;
    x) sweep "$pid" ;;
  esac
done
for pid in $pids; do kill -9 "-$pid"; done 2>/dev/null
sweep "$1/"
exit 0`;

/**
 * Sees to it that no child process outlives the cloud, even one that is killed with SIGKILL.
 *
 * A child that waits for us notices our end (its read ends), but one that spins in an endless loop, or a grandchild,
 * never would, and Node cannot ask the system for a signal at the parent's death. So a shell of one megabyte waits at
 * the end of a pipe instead. It has a session of its own, so that what kills our process group leaves it its work.
 */
export class Lifeline {
  readonly #temporary: string;
  #shell: ChildProcess | undefined;
  readonly #pids = new Set<number>();

  /** `temporary` holds the temporary directories of all environments, and of nobody else. */
  constructor(temporary: string) {
    this.#temporary = temporary;
  }

  add(pid: number): void {
    this.#pids.add(pid);
    if (!this.#shell) this.#start();
    else this.#tell(`+ ${pid}`);
  }

  remove(pid: number): void {
    if (this.#pids.delete(pid)) this.#tell(`- ${pid}`);
  }

  /** Kills whoever has this temporary directory, wherever it went; soon, not at once. */
  sweep(directory: string): void {
    this.#tell(`x ${directory}`);
  }

  close(): void {
    this.#shell?.stdin?.end();
    this.#shell = undefined;
    this.#pids.clear();
  }

  #start(): void {
    // Windows has neither sh nor process groups: children there end when they next use their channel.
    if (process.platform === 'win32') return;
    this.#shell = startShellAtEnd(script, {
      args: [this.#temporary],
      env: {},
      onGone: (shell) => {
        if (this.#shell === shell) this.#shell = undefined;
      },
    });
    for (const pid of this.#pids) this.#tell(`+ ${pid}`);
  }

  #tell(line: string): void {
    this.#shell?.stdin?.write(`${line}\n`);
  }
}
