import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { SquallError } from '../../cloud/kernel/errors.ts';

/** Where is kept which clouds run in the background: `SQUALL_STATE`, else where the system keeps such things. */
export function stateDirectory(
  environment: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): string {
  const { SQUALL_STATE, XDG_STATE_HOME, LOCALAPPDATA } = environment;
  if (SQUALL_STATE) return SQUALL_STATE;
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'squall', 'detached');
  if (platform === 'win32') return join(LOCALAPPDATA || join(homedir(), 'AppData', 'Local'), 'squall', 'detached');
  return join(XDG_STATE_HOME || join(homedir(), '.local', 'state'), 'squall', 'detached');
}

/** The same, made if it is missing. Throws `SquallError` where it cannot be. */
export function makeStateDirectory(): string {
  const directory = stateDirectory();
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const message = `${directory}, where clouds in the background are noted, cannot be made (${code}).`;
    throw new SquallError('InvalidOption', message, 'Name another one: SQUALL_STATE=DIR squall up --detach', { cause });
  }
  return directory;
}
