import { spawn } from 'node:child_process';
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

/** Profiles would win over the variables, and lead out of this cloud. */
const misleading = ['AWS_PROFILE', 'AWS_DEFAULT_PROFILE', 'AWS_SESSION_TOKEN'];

/**
 * Runs the framework as the service's own `npx serverless …` would, pointed at the cloud.
 *
 * @throws SquallError when it fails; it has said why by then
 */
export function runFramework(framework: Framework, service: ServerlessService, options: RunOptions): Promise<void> {
  const words = [...options.arguments, '--config', service.file];
  const child = spawn(process.execPath, [framework.program, ...words], {
    cwd: service.directory,
    env: environment(options.variables),
    stdio: ['inherit', options.isQuiet ? 2 : 'inherit', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) return resolve();
      const message = `${framework.name} ${framework.version} ended with code ${code}; what it printed says why.`;
      reject(new SquallError('DeployFailed', message, `Run it by hand: npx ${framework.name} ${words.join(' ')}`));
    });
  });
}

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
