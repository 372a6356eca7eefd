import type { ChildProcess } from 'node:child_process';
import { startShellAtEnd } from '../../cloud/kernel/shell-at-end.ts';

/**
 * Reads `+ pid` and `- pid` from standard input. When that ends, by whatever death of the process that held it, the
 * process groups that are left are told to end, and after three seconds killed.
 */
const script = `
trap '' INT TERM HUP
pids=' '
while read -r verb pid; do
  case "$verb" in
    +) pids="$pids$pid " ;;
    -) case "$pids" in *" $pid "*) pids="\${pids%% $pid *} \${pids#* $pid }" ;; esac ;;
  esac
done
for pid in $pids; do kill -TERM "-$pid"; done 2>/dev/null
for second in 1 2 3; do
  alive=
  for pid in $pids; do kill -0 "-$pid" && alive=yes; done 2>/dev/null
  [ -n "$alive" ] || exit 0
  sleep 1
done
for pid in $pids; do kill -KILL "-$pid"; done 2>/dev/null
exit 0`;

/**
 * Ends process groups when this process ends, even by SIGKILL, which no handler sees: a shell waits at the end of a pipe
 * that the system closes. It has a session of its own, so that what ends ours leaves it its work. Windows has neither
 * such a shell nor process groups: there it does nothing.
 */
export class Guardian {
  #shell: ChildProcess | undefined;

  constructor(platform: NodeJS.Platform = process.platform) {
    if (platform === 'win32') return;
    this.#shell = startShellAtEnd(script, {
      onGone: () => {
        this.#shell = undefined;
      },
    });
  }

  /** `pid` leads a process group. */
  add(pid: number): void {
    this.#shell?.stdin?.write(`+ ${pid}\n`);
  }

  /** Nobody is left in the group of `pid`: another process may get its number. */
  remove(pid: number): void {
    this.#shell?.stdin?.write(`- ${pid}\n`);
  }

  /** Ends the groups now; resolves nothing, as it may take three seconds. */
  close(): void {
    this.#shell?.stdin?.end();
    this.#shell = undefined;
  }
}
