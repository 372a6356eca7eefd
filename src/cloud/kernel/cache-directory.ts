import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where a part of Squall keeps what can be made again: `SQUALL_CACHE`, else where the system keeps such things. */
export function cacheDirectory(part: string, environment: NodeJS.ProcessEnv = process.env): string {
  const { SQUALL_CACHE, XDG_CACHE_HOME, LOCALAPPDATA } = environment;
  if (SQUALL_CACHE) return join(SQUALL_CACHE, part);
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'squall', part);
  const base = process.platform === 'win32' ? LOCALAPPDATA : XDG_CACHE_HOME;
  return join(base || join(homedir(), '.cache'), 'squall', part);
}
