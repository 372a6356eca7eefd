import { setTimeout as wait } from 'node:timers/promises';
import { SquallError } from '../../cloud/kernel/errors.ts';
import { isRunning } from '../processes/is-running.ts';
import { type DetachedCloud, forgetDetached, readDetached } from './detached-clouds.ts';
import { statusOf } from './status-of.ts';

const lookMs = 50;
const endMs = 60_000;

/**
 * Ends the cloud that runs in the background on `port`, and resolves when it has ended; to undefined where none runs.
 * A note may outlive its process, whose number may be another program's by now: only who answers at the endpoint with
 * that number is ended. Throws `SquallError` when what has the port is not ours to end.
 */
export async function stopDetached(port: number): Promise<DetachedCloud | undefined> {
  const known = readDetached(port);
  const endpoint = known?.endpoint ?? `http://127.0.0.1:${port}`;
  const told = await statusOf(endpoint);
  if (known && told?.pid === known.pid) return end(known);
  if (told) {
    if (known) forgetDetached(known);
    const message = `The cloud at ${endpoint} (process ${told.pid}) was not started by squall up --detach.`;
    throw new SquallError('CloudUnreachable', message, 'End it where it runs: Ctrl+C, docker stop, or kill.');
  }
  if (!known) return undefined;
  if (isRunning(known.pid)) {
    const message = `Nothing answers at ${endpoint}, but a process ${known.pid} runs: the cloud, or a program that got its number.`;
    throw new SquallError('CloudUnreachable', message, 'See what it is (ps -p, tasklist) and end it by hand.');
  }
  forgetDetached(known);
  return undefined;
}

async function end(cloud: DetachedCloud): Promise<DetachedCloud> {
  process.kill(cloud.pid, 'SIGTERM');
  for (let waitedMs = 0; isRunning(cloud.pid); waitedMs += lookMs) {
    if (waitedMs > endMs) {
      const message = `The cloud at ${cloud.endpoint} (process ${cloud.pid}) does not end.`;
      throw new SquallError('CloudUnreachable', message, `Its log may say why: ${cloud.log}`);
    }
    await wait(lookMs);
  }
  // On Windows it is ended at once, and could not do it.
  forgetDetached(cloud);
  return cloud;
}
