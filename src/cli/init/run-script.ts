import { spawn } from 'node:child_process';
import { accessSync, constants, readFileSync } from 'node:fs';

/** Where scripts write to: descriptors of this process. */
export interface ScriptOutput {
  readonly stdout: number;
  readonly stderr: number;
}

interface RunScriptOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly output: ScriptOutput;
  /** Ends the script, and all that it started. */
  readonly signal: AbortSignal;
}

/** Runs a script to its end. Answers what went wrong, for a person; undefined if it succeeded. */
export async function runScript(path: string, options: RunScriptOptions): Promise<string | undefined> {
  if (path.endsWith('.py')) return run('python3', [path], options);
  return unusable(path) ?? run(path, [], options);
}

/** Why the system would not run a shell script by itself. */
function unusable(path: string): string | undefined {
  try {
    accessSync(path, constants.X_OK);
  } catch {
    return 'is not executable: chmod +x it';
  }
  const [first = ''] = readFileSync(path, 'latin1').split('\n', 1);
  if (!first.startsWith('#!')) return 'names no interpreter: its first line must be for example #!/bin/bash';
  return first.endsWith('\r') ? 'has lines that end with CRLF: save it with LF' : undefined;
}

function run(program: string, argv: readonly string[], options: RunScriptOptions): Promise<string | undefined> {
  const { env, output, signal } = options;
  return new Promise((resolve) => {
    // A process group of its own, so that what it started ends with it.
    const child = spawn(program, argv, { env, detached: true, stdio: ['ignore', output.stdout, output.stderr] });
    const end = () => killGroup(child.pid);
    signal.addEventListener('abort', end, { once: true });
    child.once('error', (error: NodeJS.ErrnoException) => {
      resolve(error.code === 'ENOENT' ? `needs a program that is not here (${error.message})` : error.message);
    });
    child.once('exit', (code, by) => {
      signal.removeEventListener('abort', end);
      resolve(code === 0 ? undefined : by === null ? `ended with exit code ${code}` : `was ended by ${by}`);
    });
  });
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGTERM');
  } catch {
    // It has ended meanwhile.
  }
}
