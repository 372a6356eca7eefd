import { spawn } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

export interface RunningDev extends AsyncDisposable {
  readonly endpoint: string;
  readonly directory: string;
  /** The next line of JSON that it prints. */
  next(): Promise<Record<string, unknown>>;
}

/**
 * `squall dev --json` in a directory of its own, with these files, until the end of the scope. Where there is a
 * `package.json`, this repository's packages are installed.
 */
export async function runDev(files: Readonly<Record<string, string>>, ...words: string[]): Promise<RunningDev> {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'squall-dev-')));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text);
  if ('package.json' in files) symlinkSync(resolve('node_modules'), join(directory, 'node_modules'));
  const main = resolve('src/cli/main.ts');
  const argv = ['--conditions=squall-source', main, 'dev', '--port', '0', '--json', '--log', 'silent', ...words];
  const child = spawn(process.execPath, argv, { cwd: directory, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((done) => child.once('exit', done));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => JSON.parse((await lines.next()).value ?? '{}') as Record<string, unknown>;
  const { endpoint } = await next();
  return {
    endpoint: String(endpoint),
    directory,
    next,
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGTERM');
      await ended;
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
