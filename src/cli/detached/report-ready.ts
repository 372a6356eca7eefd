import { renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { keepLogBounded } from './bound-log.ts';
import { type DetachedCloud, forgetDetached, noteDetached } from './detached-clouds.ts';

/** Names the log of a cloud that is started in the background, and by that tells it that it is. */
export const logVariable = 'SQUALL_DETACHED_LOG';

/** What `squall up --json` tells, and where the log lies. */
export interface ReadyMessage {
  readonly ready: true;
  readonly endpoint: string;
  readonly port: number;
  readonly version: string;
  readonly pid: number;
  readonly log: string;
}

/** Taken at the start, so that no program which the cloud runs inherits it. */
const startingLog = process.env[logVariable];
delete process.env[logVariable];

/** Whether this process is a cloud in the background. */
export const isDetached = (): boolean => startingLog !== undefined;

/** Tells the process that started this cloud in the background that it is ready, and notes it for `squall stop`. */
export function reportReady(readiness: Omit<ReadyMessage, 'log'>, options: string): void {
  if (startingLog === undefined) return;
  const { port, endpoint, pid } = readiness;
  const log = join(dirname(startingLog), `${port}.log`);
  renameSync(startingLog, log);
  const cloud: DetachedCloud = { port, endpoint, pid, log, options };
  noteDetached(cloud);
  process.once('exit', () => forgetDetached(cloud));
  // Standard error goes there.
  keepLogBounded(2, log);
  // Who started us may be gone, and is not missed.
  if (process.connected) process.send?.({ ...readiness, log } satisfies ReadyMessage, () => {});
}
