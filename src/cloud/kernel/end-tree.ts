import { spawnSync } from 'node:child_process';

/** How processes are ended on this system; tests bring their own. */
export interface System {
  readonly platform: NodeJS.Platform;
  kill(pid: number, signal: NodeJS.Signals): unknown;
  run(command: string, args: readonly string[]): unknown;
}

const thisSystem: System = {
  platform: process.platform,
  kill: (pid, signal) => process.kill(pid, signal),
  run: (command, args) => spawnSync(command, args, { stdio: 'ignore', windowsHide: true }),
};

/** Whether a child should lead a group of its own; on Windows it would get a console window of its own by that. */
export const leadsGroup = (platform: NodeJS.Platform = process.platform): boolean => platform !== 'win32';

/**
 * Tells a process and all that it started to end: its process group, which it leads, gets `signal`. Windows has neither
 * groups nor signals: there `taskkill` ends the tree at once.
 */
export function endTree(pid: number, signal: NodeJS.Signals, system: System = thisSystem): void {
  if (system.platform === 'win32') {
    system.run('taskkill', ['/pid', String(pid), '/T', '/F']);
    return;
  }
  try {
    system.kill(-pid, signal);
  } catch {
    // Gone already.
  }
}
