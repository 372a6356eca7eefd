import { homedir } from 'node:os';
import { delimiter } from 'node:path';
import type { Credential } from '../../../kernel/identity.ts';
import { nodeMajor } from '../executors/process/node-major.ts';
import type { FunctionVersion } from '../state.ts';

export interface Surroundings {
  readonly region: string;
  readonly endpoint: string;
  readonly credential: Credential;
  readonly logStream: string;
  readonly taskRoot: string;
  readonly layersRoot: string | undefined;
  readonly temporaryDirectory: string;
}

/**
 * The variables of an execution environment, as recorded on AWS, with directories of this machine in the places of
 * `/var/task` and `/opt`. The SDK finds us by `AWS_ENDPOINT_URL`; what the function sets itself wins over it.
 */
export function environmentVariables(version: FunctionVersion, around: Surroundings): Record<string, string> {
  const { settings } = version;
  const { credential, layersRoot, taskRoot } = around;
  const isJson = settings.LoggingConfig.LogFormat === 'JSON';
  return {
    AWS_ENDPOINT_URL: around.endpoint,
    TMPDIR: around.temporaryDirectory,
    ...(isHomeless && { HOME: around.temporaryDirectory }),
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    PATH: ['/var/lang/bin', '/usr/local/bin', '/usr/bin', '/bin', ...below(layersRoot, 'bin')].join(delimiter),
    LD_LIBRARY_PATH: [taskRoot, `${taskRoot}/lib`, ...below(layersRoot, 'lib')].join(delimiter),
    NODE_PATH: nodePath(settings.Runtime ?? '', layersRoot, taskRoot),
    SHLVL: '0',
    PWD: taskRoot,
    ...settings.Environment,
    _HANDLER: settings.Handler ?? '',
    AWS_REGION: around.region,
    AWS_DEFAULT_REGION: around.region,
    AWS_EXECUTION_ENV: `AWS_Lambda_${settings.Runtime ?? ''}`,
    AWS_LAMBDA_FUNCTION_NAME: version.name,
    AWS_LAMBDA_FUNCTION_VERSION: version.version,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(settings.MemorySize),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: settings.LoggingConfig.LogGroup,
    AWS_LAMBDA_LOG_STREAM_NAME: around.logStream,
    AWS_LAMBDA_LOG_FORMAT: settings.LoggingConfig.LogFormat,
    ...(isJson && { AWS_LAMBDA_LOG_LEVEL: settings.LoggingConfig.ApplicationLogLevel ?? 'INFO' }),
    AWS_LAMBDA_RUNTIME_API: '169.254.100.1:9001',
    AWS_XRAY_CONTEXT_MISSING: 'LOG_ERROR',
    AWS_XRAY_DAEMON_ADDRESS: '127.0.0.1:2000',
    AWS_ACCESS_KEY_ID: credential.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credential.secretAccessKey,
    AWS_SESSION_TOKEN: credential.sessionToken ?? '',
    LAMBDA_TASK_ROOT: taskRoot,
    LAMBDA_RUNTIME_DIR: '/var/runtime',
  };
}

/** A container may run as a user that no file knows, and SDKs that look for `~/.aws` would fail for want of a home. */
const isHomeless = ((): boolean => {
  try {
    return homedir() === '';
  } catch {
    return true;
  }
})();

/** Layers first, as on AWS; what the runtime brings along is found by walking up from the code. */
function nodePath(runtime: string, layersRoot: string | undefined, taskRoot: string): string {
  const major = nodeMajor(runtime);
  const layers = [
    ...below(layersRoot, `nodejs/node${major}/node_modules`),
    ...below(layersRoot, 'nodejs/node_modules'),
  ];
  return [...layers, taskRoot].join(delimiter);
}

const below = (root: string | undefined, path: string): string[] => (root === undefined ? [] : [`${root}/${path}`]);
