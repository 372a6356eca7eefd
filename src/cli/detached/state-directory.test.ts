import { homedir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { stateDirectory } from './state-directory.ts';

it('lies where each system keeps such things, or where SQUALL_STATE says', () => {
  const home = homedir();

  expect(stateDirectory({}, 'linux')).toBe(join(home, '.local', 'state', 'squall', 'detached'));
  expect(stateDirectory({ XDG_STATE_HOME: '/s' }, 'linux')).toBe(join('/s', 'squall', 'detached'));
  expect(stateDirectory({}, 'darwin')).toBe(join(home, 'Library', 'Application Support', 'squall', 'detached'));
  expect(stateDirectory({ LOCALAPPDATA: '/l' }, 'win32')).toBe(join('/l', 'squall', 'detached'));
  expect(stateDirectory({ SQUALL_STATE: '/own' }, 'win32')).toBe('/own');
});
