import { execFile, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { variablesOf } from '../../src/cli/commands/env.ts';

/** SQUALL_SAM, else where `npm run clients:fetch sam` puts the SAM CLI, else the one on the path. */
const fetched = fileURLToPath(new URL('.venv/bin/sam', import.meta.url));
const program = process.env.SQUALL_SAM ?? (existsSync(fetched) ? fetched : 'sam');

/** `SAM CLI, version 1.170.0`; undefined without the SAM CLI. */
export const samVersion = spawnSync(program, ['--version'], { encoding: 'utf8' }).stdout?.trim() || undefined;

export interface Outcome {
  readonly code: number;
  /** Both streams: errors and hints are on one, and what programs read on the other. */
  readonly text: string;
  readonly stdout: string;
}

/** A folder with an app in it, in which `sam` runs with what `squall env` prints. */
export class SamProject implements Disposable {
  readonly directory = mkdtempSync(join(tmpdir(), 'squall-sam-'));
  readonly #variables: NodeJS.ProcessEnv;

  constructor(files: Readonly<Record<string, string>>, endpoint: string) {
    for (const [name, text] of Object.entries(files)) {
      const path = join(this.directory, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    }
    this.#variables = {
      ...process.env,
      ...variablesOf(endpoint, '000000000000', 'us-east-1'),
      SAM_CLI_TELEMETRY: '0',
      SAM_CLI_POLL_DELAY: '0.5',
      PYTHONWARNINGS: 'ignore',
      NO_COLOR: '1',
    };
  }

  sam(...words: string[]): Promise<Outcome> {
    const options = { cwd: this.directory, env: this.#variables, maxBuffer: 2 ** 24, timeout: 110_000 };
    return new Promise((done) => {
      execFile(program, words, options, (error, stdout, stderr) => {
        done({ code: error ? 1 : 0, text: stdout + stderr, stdout });
      });
    });
  }

  [Symbol.dispose](): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}
