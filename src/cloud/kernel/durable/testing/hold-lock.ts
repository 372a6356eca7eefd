import { writeSync } from 'node:fs';
import { lockDirectory } from '../lock.ts';

/**
 * `hold-lock.ts DIRECTORY [die]`: waits for a line, where it is not to die, so that several can begin at the same moment; says
 * `held` or `refused`; and holds on until it is killed.
 */
const [directory = '', ending] = process.argv.slice(2);
const say = (line: string): void => void writeSync(1, `${line}\n`);

function take(): void {
  try {
    lockDirectory(directory);
  } catch (error) {
    say(`refused ${(error as { code?: string }).code}`);
    return;
  }
  say('held');
}

if (ending === 'die') {
  take();
  process.kill(process.pid, 'SIGKILL');
} else {
  say('ready');
  process.stdin.once('data', take);
}
