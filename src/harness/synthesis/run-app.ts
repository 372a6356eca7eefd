import { spawn } from 'node:child_process';
import { basename, delimiter, dirname, join } from 'node:path';
import { synthesisFailed } from './synthesis-failed.ts';

export interface RunAppOptions {
  /** Ends the app when its assembly is no longer wanted. */
  readonly signal?: AbortSignal | undefined;
  /** Told each line the app prints. */
  readonly onLine?: (line: string) => void;
}

/** What `npm init -y` leaves behind: a project of CommonJS, in which Node reads TypeScript's `import` as a mistake. */
const asModuleHint =
  'The package.json says that the project is CommonJS, as npm init writes it. Say type=module (npm pkg set type=module), or run the app by tsx: "app": "npx tsx app.ts" in cdk.json.';

/**
 * Runs the command of an app, with a shell.
 *
 * @throws SquallError with what the app printed when it fails
 */
export function runApp(
  command: string,
  directory: string,
  { onLine, signal }: RunAppOptions,
  environment: NodeJS.ProcessEnv,
): Promise<void> {
  return new Promise((resolveRun, reject) => {
    const child = spawn(command, {
      cwd: directory,
      shell: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      signal,
      env: environment,
    });
    let output = '';
    const note = (chunk: Buffer) => {
      output += chunk.toString('utf8');
      for (const line of chunk.toString('utf8').split('\n')) if (line.trim() !== '') onLine?.(line);
    };
    child.stdout.on('data', note);
    child.stderr.on('data', note);
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) return resolveRun();
      const tail = output.trim().split('\n').slice(-30).join('\n');
      const hint = /Cannot use import statement outside a module/.test(output)
        ? asModuleHint
        : 'Run the command by hand to see more.';
      reject(synthesisFailed(`“${command}” ended with code ${code}:\n${tail}`, hint));
    });
  });
}

/** As npm does for scripts: the binaries of the project and its parents come first, this very Node ahead of all. */
export function pathWithBinaries(directory: string): string {
  const binaries: string[] = [];
  for (let current = directory; ; current = dirname(current)) {
    if (basename(current) !== 'node_modules') binaries.push(join(current, 'node_modules', '.bin'));
    if (dirname(current) === current) break;
  }
  return [dirname(process.execPath), ...binaries, process.env.PATH ?? ''].join(delimiter);
}
