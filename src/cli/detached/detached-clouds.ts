import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { CloudOptions } from '../../cloud/cloud-options.ts';
import { stateDirectory } from './state-directory.ts';

/** A cloud that was started in the background, as it noted itself. It may be gone: whoever reads this asks its endpoint. */
export interface DetachedCloud {
  readonly port: number;
  readonly endpoint: string;
  readonly pid: number;
  /** Its log, a file. */
  readonly log: string;
  /** A digest of its options, which may hold keys. */
  readonly options: string;
}

const fileOf = (port: number): string => join(stateDirectory(), `${port}.json`);

export function readDetached(port: number): DetachedCloud | undefined {
  try {
    return JSON.parse(readFileSync(fileOf(port), 'utf8')) as DetachedCloud;
  } catch {
    // None was started, or the file is half written: then its cloud is not ready yet.
    return undefined;
  }
}

export function listDetached(): DetachedCloud[] {
  const names = namesIn(stateDirectory()).map((name) => /^(\d+)\.json$/.exec(name)?.[1] ?? '');
  return names.flatMap((port) => (port === '' ? [] : (readDetached(Number(port)) ?? [])));
}

function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

export const noteDetached = (cloud: DetachedCloud): void =>
  writeFileSync(fileOf(cloud.port), `${JSON.stringify(cloud)}\n`, { mode: 0o600 });

/** Removes the note of a cloud that has ended, but not that of its successor on the port. */
export function forgetDetached({ port, pid }: DetachedCloud): void {
  if (readDetached(port)?.pid === pid) rmSync(fileOf(port), { force: true });
}

/** Tells whether two clouds were started with the same options. */
export function digestOf(options: CloudOptions): string {
  const { data } = options;
  const told = { ...options, ...(typeof data === 'string' && { data: resolve(data) }) };
  return createHash('sha256').update(JSON.stringify(told)).digest('hex');
}
