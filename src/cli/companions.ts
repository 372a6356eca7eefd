import { type ChildProcess, spawn } from 'node:child_process';

export interface Companions {
  stop(): void;
}

/** Programs that an app under development needs beside the cloud, such as a fake of a provider that it calls. */
export function startCompanions(commands: readonly string[], endpoint: string, isQuiet: boolean): Companions {
  // Where standard output is for programs, what companions say goes beside it.
  const output = isQuiet ? 2 : 'inherit';
  const children: ChildProcess[] = commands.map((command) =>
    // A group of its own, so that what the shell starts ends with it.
    spawn(command, {
      shell: true,
      detached: true,
      stdio: ['ignore', output, 'inherit'],
      env: { ...process.env, AWS_ENDPOINT_URL: endpoint },
    }),
  );
  const stop = (): void => {
    for (const { pid } of children.splice(0)) {
      try {
        if (pid !== undefined) process.kill(-pid, 'SIGTERM');
      } catch {
        // It has ended by itself.
      }
    }
  };
  process.once('exit', stop);
  return { stop };
}
