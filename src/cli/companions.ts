import { type ChildProcess, spawn } from 'node:child_process';
import { endTree, leadsGroup } from '../cloud/kernel/end-tree.ts';
import { Guardian } from './processes/guardian.ts';

export interface Companions {
  stop(): void;
}

/**
 * Programs that an app under development needs beside the cloud, such as a fake of a provider that it calls. They and
 * what they start end with this process, however it ends; who does not end when told to is killed after seconds.
 */
export function startCompanions(commands: readonly string[], endpoint: string, isQuiet: boolean): Companions {
  if (commands.length === 0) return { stop: () => {} };
  // Where standard output is for programs, what companions say goes beside it.
  const output = isQuiet ? 2 : 'inherit';
  const guardian = new Guardian();
  const children: ChildProcess[] = commands.map((command) => {
    const child = spawn(command, {
      shell: true,
      // A group of its own, so that what the shell starts ends with it.
      detached: leadsGroup(),
      stdio: ['ignore', output, 'inherit'],
      env: { ...process.env, AWS_ENDPOINT_URL: endpoint },
    });
    const { pid } = child;
    if (pid !== undefined) {
      guardian.add(pid);
      // What a shell left behind in its group is still ours to end.
      child.on('exit', () => {
        if (!isGroupAlive(pid)) guardian.remove(pid);
      });
    }
    return child;
  });
  const stop = (): void => {
    for (const { pid } of children.splice(0)) if (pid !== undefined && isGroupAlive(pid)) endTree(pid, 'SIGTERM');
    guardian.close();
  };
  process.once('exit', stop);
  return { stop };
}

/** On Windows, where there are no groups, whether the process itself is there. */
function isGroupAlive(pid: number): boolean {
  try {
    process.kill(leadsGroup() ? -pid : pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
