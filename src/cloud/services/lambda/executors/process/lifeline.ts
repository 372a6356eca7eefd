import { type ChildProcess, spawn } from 'node:child_process';

/**
 * Reads `+ pid` and `- pid` from standard input; when that ends, by whatever death of the process that held it, kills
 * the process groups that are left.
 */
const script = `trap '' INT TERM HUP
pids=' '
while read -r verb pid; do
  case "$verb" in
    +) pids="$pids$pid " ;;
    -) case "$pids" in *" $pid "*) pids="\${pids%% $pid *} \${pids#* $pid }" ;; esac ;;
  esac
done
for pid in $pids; do kill -9 "-$pid"; done 2>/dev/null
exit 0`;

/**
 * Sees to it that no child process outlives the cloud, even one that is killed with SIGKILL.
 *
 * A child that waits for us notices our end (its read ends), but one that spins in an endless loop, or a grandchild,
 * never would, and Node cannot ask the system for a signal at the parent's death. So a shell of one megabyte waits at
 * the end of a pipe instead. It has a session of its own, so that what kills our process group leaves it its work.
 */
export class Lifeline {
  #shell: ChildProcess | undefined;
  readonly #pids = new Set<number>();

  add(pid: number): void {
    this.#pids.add(pid);
    if (!this.#shell) this.#start();
    else this.#tell(`+ ${pid}`);
  }

  remove(pid: number): void {
    if (this.#pids.delete(pid)) this.#tell(`- ${pid}`);
  }

  close(): void {
    this.#shell?.stdin?.end();
    this.#shell = undefined;
    this.#pids.clear();
  }

  #start(): void {
    // Windows has neither sh nor process groups: children there end when they next use their channel.
    if (process.platform === 'win32') return;
    const shell = spawn('/bin/sh', ['-c', script], { detached: true, stdio: ['pipe', 'ignore', 'ignore'], env: {} });
    const forget = () => {
      if (this.#shell === shell) this.#shell = undefined;
    };
    shell.on('error', forget);
    shell.on('exit', forget);
    shell.stdin.on('error', forget);
    shell.unref();
    (shell.stdin as unknown as { unref(): void }).unref();
    this.#shell = shell;
    for (const pid of this.#pids) this.#tell(`+ ${pid}`);
  }

  #tell(line: string): void {
    this.#shell?.stdin?.write(`${line}\n`);
  }
}
