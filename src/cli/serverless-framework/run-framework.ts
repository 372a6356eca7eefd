import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SquallError } from '../../cloud/kernel/errors.ts';
import type { Framework } from './find-framework.ts';
import type { ServerlessService } from './find-service.ts';

export interface RunOptions {
  readonly arguments: readonly string[];
  /** What points the framework at the cloud. */
  readonly variables: Readonly<Record<string, string>>;
  /** For programs that read our standard output: what the framework prints goes to standard error. */
  readonly isQuiet: boolean;
}

/** For `node --import`: what shows the cloud to a program that has version 2 of the SDK, as the framework may. */
export const sdkV2Preload = new URL(
  `./sdk-v2-preload${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`,
  import.meta.url,
).href;

/** Of these, the first two would win over the variables and lead out of this cloud; the third is of other credentials. */
const misleading = ['AWS_PROFILE', 'AWS_DEFAULT_PROFILE', 'AWS_SESSION_TOKEN'];

/** A profile that a serverless.yml names is the author's, for AWS; the framework takes the one it is told instead. */
const profile = 'squall';

/**
 * Runs the framework as the service's own `npx serverless …` would, pointed at the cloud.
 *
 * @throws SquallError when it fails; it has said why by then
 */
export async function runFramework(
  framework: Framework,
  service: ServerlessService,
  options: RunOptions,
): Promise<void> {
  const words = [...options.arguments, '--config', service.file];
  const directory = mkdtempSync(join(tmpdir(), 'squall-profile-'));
  try {
    const file = writeProfile(directory, options.variables);
    const argv = [framework.program, ...words, '--aws-profile', profile];
    const code = await exitOf(
      spawn(process.execPath, argv, {
        cwd: service.directory,
        env: { ...environment(options.variables), AWS_SHARED_CREDENTIALS_FILE: file, AWS_CONFIG_FILE: file },
        stdio: ['inherit', options.isQuiet ? 2 : 'inherit', 'inherit'],
      }),
    );
    if (code === 0) return;
    const message = `${framework.name} ${framework.version} ended with code ${code}; what it printed says why.`;
    throw new SquallError('DeployFailed', message, `Run it by hand: npx ${framework.name} ${words.join(' ')}`);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function writeProfile(
  directory: string,
  { AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret }: RunOptions['variables'],
): string {
  const file = join(directory, 'credentials');
  writeFileSync(file, `[${profile}]\naws_access_key_id = ${id}\naws_secret_access_key = ${secret}\n`);
  return file;
}

const exitOf = (child: ChildProcess): Promise<number | null> =>
  new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });

function environment(variables: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const { NODE_OPTIONS = '', ...inherited } = process.env;
  for (const name of misleading) delete inherited[name];
  return {
    // Nothing here takes the five seconds that the framework waits between two looks at the stack.
    SLS_AWS_MONITORING_FREQUENCY: '250',
    SLS_NOTIFICATIONS_MODE: 'off',
    SLS_TELEMETRY_DISABLED: '1',
    ...inherited,
    ...variables,
    NODE_OPTIONS: `${NODE_OPTIONS} --import=${sdkV2Preload}`.trim(),
  };
}
