import type { CloudOptions } from '../../cloud/cloud-options.ts';
import { version } from '../../cloud/version.ts';
import type { FlagValues } from '../command.ts';
import { defaultPort } from '../endpoint.ts';
import { paint } from '../paint.ts';
import { alreadyStarted, startDetached } from './start-detached.ts';

/**
 * `squall up --detach`: returns when the cloud answers, or with its exit code and what it said when it does not start.
 * Where one runs already with the same options, that is told, and is no failure: scripts may say it twice.
 */
export async function upDetached(flags: FlagValues, options: CloudOptions): Promise<number> {
  const running = await alreadyStarted(options);
  if (running) {
    const { endpoint, port, pid, log } = running;
    tell(flags, { ready: true, endpoint, port, version, pid, log }, true);
    return 0;
  }
  const started = await startDetached(argvOf(flags));
  if (!started.ready) {
    process.stderr.write(started.told);
    return started.code;
  }
  tell(flags, started, false);
  return 0;
}

interface Told {
  readonly ready: true;
  readonly version: string;
  readonly endpoint: string;
  readonly port: number;
  readonly pid: number;
  readonly log: string;
}

function tell(flags: FlagValues, cloud: Told, already: boolean): void {
  const stop = `squall stop${cloud.port === defaultPort ? '' : ` --port ${cloud.port}`}`;
  if (flags.json) {
    process.stdout.write(`${JSON.stringify({ ...cloud, stop, already })}\n`);
    return;
  }
  const lines = [
    `${paint.bold('Squall')} ${version} ${already ? 'already runs' : 'runs'} in the background`,
    '',
    `  endpoint  ${paint.cyan(cloud.endpoint)}   (AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_S3)`,
    `  pid       ${cloud.pid}`,
    `  log       ${cloud.log}   (kept below 10 MiB; what went before is beside it)`,
    `  stop      ${stop}`,
    '',
    'Ready.',
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

/** The command line of these flags, for the process in the background; variables it inherits. */
function argvOf(flags: FlagValues): string[] {
  return Object.entries(flags).flatMap(([name, value]) => {
    if (['detach', 'json'].includes(name) || value === undefined || value === false) return [];
    if (value === true) return [`--${name}`];
    return [value].flat().map((each) => `--${name}=${each}`);
  });
}
