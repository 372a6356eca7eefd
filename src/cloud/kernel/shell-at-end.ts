import { type ChildProcess, spawn } from 'node:child_process';

/**
 * Starts a POSIX shell that outlives this process, whatever ends it: `script` reads standard input, and that ends with us,
 * even by SIGKILL, which no handler sees. It has a session of its own, so that what ends our process group leaves it its
 * work, and it keeps nobody alive. `onGone` is told when it could not start, or has ended.
 */
export function startShellAtEnd(
  script: string,
  { args = [], env = process.env, onGone }: ShellAtEndOptions,
): ChildProcess {
  const shell = spawn('/bin/sh', ['-c', script, 'sh', ...args], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    env,
  });
  const gone = (): void => onGone(shell);
  shell.on('error', gone);
  shell.on('exit', gone);
  shell.stdin.on('error', gone);
  shell.unref();
  (shell.stdin as unknown as { unref(): void }).unref();
  return shell;
}

interface ShellAtEndOptions {
  /** `$1` and so on in the script. */
  readonly args?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  readonly onGone: (shell: ChildProcess) => void;
}
