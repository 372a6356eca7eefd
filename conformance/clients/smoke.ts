import { type ExecFileOptions, execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { zipSync } from 'fflate';
import { type Cloud, startCloud } from 'squall';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Command, Toolchain } from './toolchains.ts';

/** Each has a check of its name in every smoke. */
const services = [
  ...['S3', 'DynamoDB', 'SQS', 'Lambda', 'Secrets Manager', 'SSM', 'STS', 'KMS', 'CloudFormation', 'CloudWatch Logs'],
  ...['CloudWatch', 'IAM'],
];

/** Ours: a build of what was built here before takes seconds, one of what was fetched only takes minutes. */
const buildMs = 900_000;

interface Line {
  readonly name: string;
  readonly ok: boolean;
  readonly error?: string;
}

/** One program of AWS's SDK for a language against one cloud; each of its checks is a test. */
export function describeSmoke(toolchain: Toolchain): void {
  const missing = whatIsMissing(toolchain);
  if (missing !== undefined) {
    console.warn(
      `!! NO ${toolchain.name.toUpperCase()} SDK: its smoke was NOT run (${missing}). npm run clients:fetch`,
    );
  }

  describe.skipIf(missing !== undefined)(`AWS's SDK for ${toolchain.name}`, () => {
    let cloud: Cloud;
    let folder: string;
    let lines: readonly Line[] = [];

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'squall-smoke-'));
      cloud = await startCloud({ log: 'error' });
      lines = await runSmoke(toolchain, cloud.endpoint, folder);
    }, buildMs);
    afterAll(async () => {
      await cloud?.close();
      rmSync(folder, { recursive: true, force: true });
    });

    it.each(services)('%s', (name) => {
      const { ok, error } = lines.find((line) => line.name === name) ?? { ok: false, error: 'the check was not run' };

      expect(ok, error).toBe(true);
    });
  });
}

/** The complaint of the first program that does not find what it needs; nothing is downloaded. */
function whatIsMissing({ directory, needs, offline }: Toolchain): string | undefined {
  for (const [program, ...args] of needs) {
    try {
      const env = { ...process.env, ...offline };
      execFileSync(program, args, { cwd: directory, env, stdio: ['ignore', 'ignore', 'pipe'] });
    } catch (error) {
      const { code, stderr } = error as { readonly code?: string; readonly stderr?: Buffer };
      if (code === 'ENOENT') return `there is no ${program}`;
      // Go says first what it would have downloaded.
      const lines = (stderr?.toString() ?? '').split('\n').filter((line) => !/downloading|^\s*$/.test(line));
      return `${program}: ${lines[0] ?? 'it fails'}`;
    }
  }
  return undefined;
}

async function runSmoke(toolchain: Toolchain, endpoint: string, folder: string): Promise<readonly Line[]> {
  const { directory, offline, build, command } = toolchain;
  const zip = join(folder, 'function.zip');
  writeFileSync(zip, zipSync({ 'index.js': Buffer.from('exports.handler = async (event) => ({ echo: event });') }));
  for (const each of build) await run(each, { cwd: directory, env: { ...process.env, ...offline } });
  const printed = await run(command(), { cwd: directory, env: smokeVariables(endpoint, zip) });
  return printed
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);
}

/** What a program prints; rejects with its complaint, without the command, which names every jar. */
async function run([program, ...args]: Command, options: ExecFileOptions): Promise<string> {
  try {
    return (await promisify(execFile)(program, args, { ...options, encoding: 'utf8' })).stdout;
  } catch (error) {
    const { stderr, message } = error as { readonly stderr?: string; readonly message: string };
    throw new Error(`${program}: ${stderr || message}`);
  }
}

const smokeVariables = (endpoint: string, zip: string): NodeJS.ProcessEnv => ({
  PATH: process.env['PATH'],
  HOME: '/nonexistent',
  SMOKE_ZIP: zip,
  AWS_ENDPOINT_URL: endpoint,
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_REGION: 'us-east-1',
  // Whatever misses the cloud stays on this machine: nothing listens there.
  HTTPS_PROXY: 'http://127.0.0.1:9',
  AWS_EC2_METADATA_DISABLED: 'true',
  // An error shows on the first try: nothing here is to be hidden by another one.
  AWS_MAX_ATTEMPTS: '1',
});
