import { readFileSync } from 'node:fs';
import { adminHeader } from '../../cloud/admin/admin-header.ts';
import { type Cloud, type CloudTls, startCloud } from '../../cloud/cloud.ts';
import type { CloudOptions } from '../../cloud/cloud-options.ts';
import { SquallError } from '../../cloud/kernel/errors.ts';
import { defaultAccount } from '../../cloud/kernel/identity.ts';
import { logLevels } from '../../cloud/kernel/log.ts';
import { version } from '../../cloud/version.ts';
import { type Command, type Flags, type FlagValues, text } from '../command.ts';
import { defaultPort } from '../endpoint.ts';
import { InitScripts } from '../init/init-scripts.ts';
import { paint } from '../paint.ts';
import { variablesOf } from './env.ts';

export const upFlags = {
  port: { type: 'string', short: 'p', value: 'N', help: `TCP port (default ${defaultPort}; 0 takes a free one)` },
  host: { type: 'string', value: 'ADDRESS', help: 'address to bind (default 127.0.0.1)' },
  data: { type: 'string', value: 'DIR', help: 'keep the state in this directory (default: in memory)' },
  seed: { type: 'string', value: 'N', help: 'make ids and random choices repeatable' },
  region: { type: 'string', value: 'NAME', help: 'region of calls that name none (default us-east-1)' },
  clock: { type: 'string', value: 'KIND', help: 'real | virtual (time moves only by the admin API; default real)' },
  schedules: { type: 'string', value: 'KIND', help: 'run | held: schedules without end do not come by themselves' },
  log: { type: 'string', value: 'LEVEL', help: `${logLevels.join(' | ')} (default info; debug: one line per request)` },
  'verify-signatures': { type: 'boolean', help: 'refuse requests without a valid signature' },
  'enforce-capacity': { type: 'boolean', help: 'throttle calls beyond the capacity of tables' },
  'strict-runtimes': { type: 'boolean', help: 'refuse all runtimes that AWS has retired' },
  'runtime-sdk': { type: 'string', value: 'KIND', help: "install | off: AWS's SDK where a project lacks it" },
  'workflow-mocks': { type: 'string', value: 'FILE', help: 'answer tasks of state machines by this mock file' },
  'allow-host': { type: 'string', value: 'NAME', multiple: true, help: 'answer to this Host name too' },
  'allow-origin': { type: 'string', value: 'ORIGIN', multiple: true, help: 'let pages of this origin use the cloud' },
  tls: { type: 'boolean', help: 'answer by HTTPS as well, on the same port' },
  'tls-cert': { type: 'string', value: 'FILE', help: 'certificate for TLS (PEM) in place of one that is made' },
  'tls-key': { type: 'string', value: 'FILE', help: 'its private key' },
  json: { type: 'boolean', help: 'for programs: one line of JSON when ready' },
} as const satisfies Flags;

/**
 * Options may also come from variables: `--allow-host` is SQUALL_ALLOW_HOST. This configures containers, whose command line
 * belongs to somebody else.
 */
const fromEnvironment = (flags: FlagValues): FlagValues => {
  const given = Object.keys(upFlags).map((name) => [
    name,
    process.env[`SQUALL_${name.toUpperCase().replaceAll('-', '_')}`] || undefined,
  ]);
  const spoken = Object.entries(flags).filter(([, value]) => value !== undefined);
  return { ...Object.fromEntries(given), ...Object.fromEntries(spoken) } as FlagValues;
};

/** `squall up`: serves until it is told to stop. */
export const up: Command = {
  summary: 'start the cloud on this machine',
  usage: 'up [options]',
  flags: {
    ...upFlags,
    init: { type: 'string', value: 'DIR', help: 'run the scripts in its boot.d, start.d, ready.d and shutdown.d' },
  },
  examples: [
    'squall up',
    'squall up --port 0 --json',
    'squall up --data .squall/data --log debug',
    'SQUALL_PORT=4570 squall up   # any option by its variable',
  ],
  async run(_positionals, flags) {
    const options = cloudOptions(flags);
    const scripts = initScripts(flags);
    const stopped = untilStopped().then(() => scripts.stop());
    await scripts.run('BOOT');
    await scripts.run('START');
    const cloud = await startCloud({ ...options, initialization: () => scripts.status() });
    const variables = variablesOf(cloud.endpoint, defaultAccount, regionOf(options));
    await scripts.run('READY', variables);
    process.stdout.write(`${flags.json ? JSON.stringify(readiness(cloud)) : banner(cloud, options.data)}\n`);
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

/** Flags and variables → options; throws `SquallError` naming the flag that cannot be used. */
export function cloudOptions(given: FlagValues): CloudOptions {
  const flags = fromEnvironment(given);
  const options = {
    port: integer('port', flags) ?? defaultPort,
    seed: integer('seed', flags),
    host: text(flags.host),
    data: text(flags.data),
    region: text(flags.region),
    clock: choice('clock', flags, ['real', 'virtual']) ?? 'real',
    schedules: choice('schedules', flags, ['run', 'held']),
    verifySignatures: isOn(flags['verify-signatures']),
    enforceCapacity: isOn(flags['enforce-capacity']),
    strictRuntimes: isOn(flags['strict-runtimes']),
    runtimeSdk: choice('runtime-sdk', flags, ['install', 'off']),
    // The variable by which Step Functions Local is given its mock file.
    workflowMocks: text(flags['workflow-mocks']) ?? (process.env.SFN_MOCK_CONFIG || undefined),
    allowHosts: listOf(flags['allow-host']),
    allowOrigins: listOf(flags['allow-origin']),
    log: choice('log', flags, logLevels) ?? 'info',
    tls: tlsOption(flags),
  };
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

/** The value of a flag that takes one of a few words. */
function choice<Word extends string>(flag: string, flags: FlagValues, words: readonly Word[]): Word | undefined {
  const value = text(flags[flag]);
  if (value === undefined) return undefined;
  const word = words.find((each) => each === value);
  if (word !== undefined) return word;
  throw new SquallError('InvalidOption', `--${flag} ${value} is not a choice.`, `Choices: ${words.join(', ')}.`);
}

/** Either both files, or an authority of Squall's own. */
function tlsOption(flags: FlagValues): CloudOptions['tls'] | undefined {
  const certificate = text(flags['tls-cert']);
  const privateKey = text(flags['tls-key']);
  if (certificate === undefined && privateKey === undefined) return isOn(flags.tls) || undefined;
  if (certificate === undefined || privateKey === undefined) {
    throw new SquallError('InvalidOption', '--tls-cert and --tls-key belong together.', 'Give both, or --tls alone.');
  }
  return { certificate: fileText('tls-cert', certificate), privateKey: fileText('tls-key', privateKey) };
}

function fileText(flag: string, path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    throw new SquallError('InvalidOption', `--${flag} ${path} cannot be read (${code}).`, 'Give a file in PEM.', {
      cause,
    });
  }
}

/** An option that may be repeated, or list its values with commas. */
const listOf = (value: FlagValues[string]): string[] => [value ?? []].flat().flatMap((text) => String(text).split(','));

/** A variable is a text. */
const isOn = (value: FlagValues[string]): boolean => value === true || value === 'true' || value === '1';

function integer(flag: string, flags: FlagValues): number | undefined {
  const value = text(flags[flag]);
  if (value === undefined) return undefined;
  if (/^\d{1,15}$/.test(value) && (flag !== 'port' || Number(value) < 65_536)) return Number(value);
  throw new SquallError(
    'InvalidOption',
    `--${flag} ${value} is not a number in its range.`,
    `For example --${flag} 4570.`,
  );
}

/** What `--json` tells when the cloud answers. */
export const readiness = (cloud: Cloud) => ({
  ready: true,
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

/** Resolves at the first SIGINT or SIGTERM; the second one is not waited for. */
export function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
}
