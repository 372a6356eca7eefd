import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, it } from 'vitest';

/** The whole race has 40 rounds: SQUALL_LOCK_ROUNDS=40. */
const rounds = Number(process.env['SQUALL_LOCK_ROUNDS'] ?? 8);
const contenders = 6;

const folder = mkdtempSync(join(tmpdir(), 'squall-lock-race-'));
const children: ChildProcess[] = [];

afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

interface Contender {
  readonly child: ChildProcess;
  next(): Promise<string>;
}

function start(): Contender {
  const program = 'src/cloud/kernel/durable/testing/hold-lock.ts';
  const child = spawn(process.execPath, ['--conditions=squall-source', program, folder], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  children.push(child);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return { child, next: async () => String((await lines.next()).value) };
}

async function kill({ child }: Contender): Promise<void> {
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await gone;
}

/** All begin when everybody is ready; nobody ends before everybody has answered. */
async function race(): Promise<{ readonly answers: string[]; readonly racers: Contender[] }> {
  const racers = Array.from({ length: contenders }, start);
  await Promise.all(racers.map((racer) => racer.next()));
  for (const { child } of racers) child.stdin?.write('go\n');
  return { racers, answers: await Promise.all(racers.map((racer) => racer.next())) };
}

describe('the lock of a data directory whose holder was killed', () => {
  it(`goes to exactly one of ${contenders} processes, ${rounds} times over`, { timeout: 300_000 }, async () => {
    for (let round = 0; round < rounds; round += 1) {
      const { racers, answers } = await race();

      expect(
        answers.filter((answer) => answer === 'held'),
        `round ${round}: ${answers.join(', ')}`,
      ).toHaveLength(1);
      expect(answers.filter((answer) => answer === 'refused DataDirectoryLocked')).toHaveLength(contenders - 1);
      await Promise.all(racers.map(kill));
    }
  });
});
