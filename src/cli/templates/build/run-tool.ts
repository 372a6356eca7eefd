import { spawn } from 'node:child_process';
import { SquallError } from '../../../cloud/kernel/errors.ts';
import { failureTold } from '../../../harness/synthesis/explain-failure.ts';

export interface Tool {
  readonly command: string;
  readonly arguments: readonly string[];
  readonly directory: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
  /** Completes “… failed”: `npm ci for Orders`. */
  readonly what: string;
  /** What to do where the tool is not installed. */
  readonly missing: string;
  readonly hint: string;
}

/** Runs a tool of the user's to its end. Throws `SquallError` with why it failed, or the last lines that it printed. */
export function runTool(tool: Tool): Promise<void> {
  const { command, directory, environment, signal } = tool;
  return new Promise((done, reject) => {
    const child = spawn(command, [...tool.arguments], {
      cwd: directory,
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
      signal,
    });
    let output = '';
    const note = (chunk: Buffer): void => {
      output += chunk.toString('utf8');
    };
    child.stdout.on('data', note);
    child.stderr.on('data', note);
    child.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') return reject(error);
      reject(
        new SquallError('SynthesisFailed', `${tool.what} needs ${command}, which is not installed.`, tool.missing),
      );
    });
    child.on('close', (code) => {
      if (code === 0) return done();
      const told = failureTold(output, directory, `${tool.what} failed with code ${code}`);
      reject(new SquallError('SynthesisFailed', told.message, told.hint ?? tool.hint));
    });
  });
}
