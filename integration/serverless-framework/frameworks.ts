import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { variablesOf } from '../../src/cli/commands/env.ts';
import { sdkV2Preload } from '../../src/cli/serverless-framework/run-framework.ts';

/** Where the frameworks lie: SQUALL_OSLS, else where `npm run clients:fetch serverless` puts them. */
const modules = resolve(process.env.SQUALL_OSLS ?? fileURLToPath(new URL('node_modules', import.meta.url)));

const packages = ['osls', 'osls-3', 'serverless-esbuild', 'esbuild'];

/** What lacks; the suite is not run without it. */
export const missing = packages.filter((name) => !existsSync(join(modules, name)));

export interface Outcome {
  readonly code: number;
  /** Both streams: the framework tells people on one, and programs on the other. */
  readonly text: string;
  readonly stdout: string;
}

/** A copy of a service of this folder, as its author has it: with the framework and its plugins installed. */
export class Project implements Disposable {
  readonly directory: string;
  readonly #program: string;
  readonly #variables: NodeJS.ProcessEnv;

  constructor(service: string, framework: 'osls' | 'osls-3', endpoint: string) {
    this.directory = mkdtempSync(join(tmpdir(), 'squall-serverless-'));
    cpSync(new URL(`./services/${service}`, import.meta.url), this.directory, { recursive: true });
    const installed = join(this.directory, 'node_modules');
    mkdirSync(installed);
    for (const name of ['serverless-esbuild', 'esbuild']) symlinkSync(join(modules, name), join(installed, name));
    symlinkSync(join(modules, framework), join(installed, 'osls'));
    this.#program = join(installed, 'osls', 'bin', 'serverless.js');
    this.#variables = {
      ...process.env,
      ...variablesOf(endpoint, '000000000000', 'us-east-1'),
      NODE_OPTIONS: framework === 'osls-3' ? `--import=${sdkV2Preload}` : '',
      SLS_AWS_MONITORING_FREQUENCY: '200',
      SLS_NOTIFICATIONS_MODE: 'off',
      SLS_TELEMETRY_DISABLED: '1',
      NO_COLOR: '1',
    };
  }

  /** `npx osls …`, with what `squall env` prints in its environment. */
  osls(...words: string[]): Promise<Outcome> {
    return this.#run([this.#program, ...words]);
  }

  squall(...words: string[]): Promise<Outcome> {
    return this.#run(['--conditions=squall-source', resolve('src/cli/main.ts'), ...words]);
  }

  #run(argv: readonly string[]): Promise<Outcome> {
    const options = { cwd: this.directory, env: this.#variables, maxBuffer: 2 ** 24, timeout: 90_000 };
    return new Promise((done) => {
      execFile(process.execPath, argv, options, (error, stdout, stderr) => {
        done({ code: error ? 1 : 0, text: stdout + stderr, stdout });
      });
    });
  }

  [Symbol.dispose](): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}
