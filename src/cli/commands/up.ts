import { adminHeader } from '../../cloud/admin/admin-header.ts';
import { type Cloud, type CloudTls, startCloud } from '../../cloud/cloud.ts';
import type { CloudOptions } from '../../cloud/cloud-options.ts';
import { defaultAccount } from '../../cloud/kernel/identity.ts';
import { version } from '../../cloud/version.ts';
import { cloudOptions, upFlags } from '../cloud-flags.ts';
import { type Command, type FlagValues, text } from '../command.ts';
import { digestOf } from '../detached/detached-clouds.ts';
import { isDetached, reportReady } from '../detached/report-ready.ts';
import { upDetached } from '../detached/up-detached.ts';
import { InitScripts } from '../init/init-scripts.ts';
import { paint } from '../paint.ts';
import { untilStopped } from '../until-stopped.ts';
import { variablesOf } from './env.ts';

/** `squall up`: serves until it is told to stop, or starts who does so. */
export const up: Command = {
  summary: 'start the cloud on this machine',
  usage: 'up [options]',
  flags: {
    ...upFlags,
    detach: { type: 'boolean', short: 'd', help: 'start it in the background, and return when it answers' },
    init: { type: 'string', value: 'DIR', help: 'run the scripts in its boot.d, start.d, ready.d and shutdown.d' },
  },
  examples: [
    'squall up',
    'squall up --detach   # until: squall stop',
    'squall up --port 0 --json',
    'squall up --data .squall/data --log debug',
    'SQUALL_PORT=4570 squall up   # any option by its variable',
  ],
  async run(_positionals, flags) {
    const options = cloudOptions(flags);
    if (flags.detach) return upDetached(flags, options);
    const scripts = initScripts(flags);
    const stopped = untilStopped().then(() => scripts.stop());
    await scripts.run('BOOT');
    await scripts.run('START');
    const cloud = await startCloud({ ...options, initialization: () => scripts.status() });
    const variables = variablesOf(cloud.endpoint, defaultAccount, regionOf(options));
    await scripts.run('READY', variables);
    if (isDetached()) reportReady(readiness(cloud), digestOf(options));
    else process.stdout.write(`${flags.json ? JSON.stringify(readiness(cloud)) : banner(cloud, options.data)}\n`);
    await stopped;
    await scripts.run('SHUTDOWN', variables);
    await cloud.close();
    return 0;
  },
};

/** With `--json`, standard output holds that line alone. */
function initScripts(flags: FlagValues): InitScripts {
  return new InitScripts(text(flags.init) ?? (process.env.SQUALL_INIT || undefined), {
    output: { stdout: flags.json ? 2 : 1, stderr: 2 },
    warn: (message) => process.stderr.write(`${message}\n`),
  });
}

/** Of what scripts make that name none. */
const regionOf = ({ region }: CloudOptions): string =>
  process.env.AWS_REGION || process.env.AWS_DEFAULT_REGION || region || 'us-east-1';

/** What `--json` tells when the cloud answers. */
export const readiness = (cloud: Cloud) => ({
  ready: true as const,
  endpoint: cloud.endpoint,
  port: cloud.port,
  ...(cloud.tls && { tls: cloud.tls }),
  version,
  pid: process.pid,
  services: [...cloud.kernel.services.keys()].sort(),
});

/** Ends with the line `Ready.`, which waiters of the field look for. */
export function banner(cloud: Cloud, data: string | undefined): string {
  const services = [...cloud.kernel.services.keys()].sort().join(' ');
  return [
    `${paint.bold('Squall')} ${version}  a local AWS for serverless APIs`,
    '',
    `  endpoint  ${paint.cyan(cloud.endpoint)}   (AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_S3)`,
    ...(cloud.tls ? [tlsLine(cloud.tls)] : []),
    `  health    ${cloud.endpoint}/_localstack/health`,
    `  admin     ${cloud.endpoint}/_squall/status   (send the header ${adminHeader}: 1)`,
    `  state     ${data === undefined ? 'in memory (keep it with --data DIR)' : data}`,
    `  services  ${services}`,
    '',
    'Ready.',
  ].join('\n');
}

const tlsLine = ({ endpoint, authorityFile }: CloudTls): string => {
  const trust = authorityFile === undefined ? '' : `   (trust ${authorityFile}: NODE_EXTRA_CA_CERTS, AWS_CA_BUNDLE)`;
  return `  tls       ${paint.cyan(endpoint)}${trust}`;
};
