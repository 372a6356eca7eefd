import { isatty } from 'node:tty';
import { isRunning } from './processes/is-running.ts';

/** Taken at the start: it changes when the parent dies. */
const parent = process.ppid;
const parentMs = 250;

/**
 * Resolves at the first SIGINT or SIGTERM, when the terminal is closed, or when the npx that started us dies; a second
 * signal is not waited for.
 */
export function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
    // Node forgets that nohup had SIGHUP ignored, so it is told by what else nohup does: it leaves no terminal to us.
    if ([0, 1, 2].some((descriptor) => isatty(descriptor))) process.once('SIGHUP', () => resolve());
    else process.on('SIGHUP', () => {});
    if (isStartedByNpx(process.env)) whenParentDies(resolve);
  });
}

/**
 * Whether our parent is the shell by which npx runs us alone. `npx squall up & kill $!` makes npx signal that shell,
 * which dies without telling us. Any other parent may end while we are meant to stay: a shell after `squall up &`, what
 * starts daemons, a script of npm that goes on.
 */
export function isStartedByNpx(environment: NodeJS.ProcessEnv): boolean {
  const { npm_command: command, npm_lifecycle_event: event, npm_lifecycle_script: script = '' } = environment;
  return command === 'exec' && event === 'npx' && /^(['"]?)squall\1(?:\s[^&;|]*)?$/.test(script.trim());
}

function whenParentDies(tell: () => void): void {
  const timer = setInterval(() => {
    // On Windows the number stays.
    if (process.ppid === parent && isRunning(parent)) return;
    clearInterval(timer);
    tell();
  }, parentMs);
  timer.unref();
}
