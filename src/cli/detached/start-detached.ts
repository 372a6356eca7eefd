import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CloudOptions } from '../../cloud/cloud-options.ts';
import { SquallError } from '../../cloud/kernel/errors.ts';
import { type DetachedCloud, digestOf, readDetached } from './detached-clouds.ts';
import { logVariable, type ReadyMessage } from './report-ready.ts';
import { makeStateDirectory } from './state-directory.ts';
import { statusOf } from './status-of.ts';

const isFromSource = import.meta.url.endsWith('.ts');
const main = fileURLToPath(new URL(isFromSource ? '../main.ts' : '../main.js', import.meta.url));
const nodeOptions = isFromSource ? ['--conditions=squall-source'] : process.execArgv;

/** What came of a start: the cloud is ready, or it said why not and with which exit code it ended. */
export type Started = ReadyMessage | { readonly ready: false; readonly code: number; readonly told: string };

/** A cloud in a process of its own, which outlives this one; `argv` is what `squall up` is given. */
export async function startDetached(argv: readonly string[]): Promise<Started> {
  // The port is known once the cloud has it; then the file gets its name.
  const log = join(makeStateDirectory(), `starting-${process.pid}.log`);
  rmSync(log, { force: true });
  const descriptor = openSync(log, 'a', 0o600);
  try {
    const child = spawn(process.execPath, [...nodeOptions, main, 'up', ...argv], {
      detached: true,
      windowsHide: true,
      stdio: ['ignore', descriptor, descriptor, 'ipc'],
      // It is npx's no longer.
      env: { ...process.env, [logVariable]: log, npm_lifecycle_event: undefined },
    });
    return await outcomeOf(child, log);
  } finally {
    closeSync(descriptor);
  }
}

function outcomeOf(child: ChildProcess, log: string): Promise<Started> {
  return new Promise((resolve, reject) => {
    // Nobody would know of a cloud that becomes ready after its starter was told to end.
    const giveUp = () => child.kill('SIGTERM');
    const signals = ['SIGINT', 'SIGTERM'] as const;
    for (const signal of signals) process.once(signal, giveUp);
    const failed = (code: number | null) => {
      done();
      const told = readFileSync(log, 'utf8');
      rmSync(log, { force: true });
      resolve({ ready: false, code: code || 1, told });
    };
    const done = () => {
      child.off('exit', failed);
      for (const signal of signals) process.off(signal, giveUp);
    };
    child.once('error', reject);
    child.once('exit', failed);
    child.once('message', (message) => {
      done();
      child.disconnect();
      child.unref();
      resolve(message as ReadyMessage);
    });
  });
}

/**
 * The cloud that an earlier `squall up --detach` with the same options started, if it still runs. Throws `SquallError`
 * when another cloud has the port.
 */
export async function alreadyStarted(options: CloudOptions): Promise<DetachedCloud | undefined> {
  const { port = 0 } = options;
  if (port === 0) return undefined;
  const known = readDetached(port);
  const endpoint = known?.endpoint ?? `http://127.0.0.1:${port}`;
  const told = await statusOf(endpoint);
  if (told === undefined) return undefined;
  const isOurs = known?.pid === told.pid;
  if (isOurs && known.options === digestOf(options)) return known;
  throw new SquallError(
    'PortInUse',
    isOurs
      ? `A cloud with other options runs in the background at ${endpoint} (process ${told.pid}).`
      : `A cloud that was not started by --detach runs at ${endpoint} (process ${told.pid}).`,
    `${isOurs ? `End it (squall stop --port ${port})` : 'Use it, or end it where it runs'}, or choose another port: --port ${port + 1}`,
  );
}
