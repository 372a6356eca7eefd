import { type ChildProcess, execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { Order, Result } from './host.ts';

/** A copy of the tree, with a process that runs its tests: the tree itself is never changed. */
export class Copy {
  readonly #root = mkdtempSync(join(tmpdir(), 'squall-mutants-'));
  #host: ChildProcess | undefined;

  constructor() {
    const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
      encoding: 'utf8',
    });
    for (const path of listed.split('\0').filter((each) => each !== '')) {
      mkdirSync(dirname(join(this.#root, path)), { recursive: true });
      cpSync(path, join(this.#root, path), { force: true, errorOnExist: false });
    }
    symlinkSync(resolve('node_modules'), join(this.#root, 'node_modules'));
  }

  read(file: string): string {
    return readFileSync(join(this.#root, file), 'utf8');
  }

  /**
   * Runs `tests` with `text` as the file, and puts the file back. `undefined` when they took longer than `timeoutMs`: the
   * process that ran them is gone then, and the next run starts another one.
   */
  async runWith(file: string, text: string, tests: readonly string[], timeoutMs: number): Promise<Result | undefined> {
    const path = join(this.#root, file);
    const before = this.read(file);
    writeFileSync(path, text);
    try {
      return await this.#run({ changed: path, tests }, timeoutMs);
    } finally {
      writeFileSync(path, before);
    }
  }

  async #run(order: Order, timeoutMs: number): Promise<Result | undefined> {
    this.#host ??= await this.#start();
    const host = this.#host;
    const timer = AbortSignal.timeout(timeoutMs);
    try {
      host.send(order);
      return await messageOf<Result>(host, timer);
    } catch (error) {
      this.#stop();
      if (timer.aborted) return undefined;
      throw error;
    }
  }

  async #start(): Promise<ChildProcess> {
    // A group of its own, so that its workers end with it.
    const host = fork(resolve('scripts/mutants/host.ts'), { cwd: this.#root, detached: true, stdio: 'ignore' });
    await messageOf(host, AbortSignal.timeout(60_000));
    return host;
  }

  #stop(): void {
    const pid = this.#host?.pid;
    this.#host = undefined;
    try {
      if (pid !== undefined) process.kill(-pid, 'SIGKILL');
    } catch {
      // It had ended by itself.
    }
  }

  [Symbol.dispose](): void {
    this.#stop();
    rmSync(this.#root, { recursive: true, force: true });
  }
}

/** The next message of a process; rejects when it ends before, or when the time is up. */
async function messageOf<Message>(host: ChildProcess, timer: AbortSignal): Promise<Message> {
  const done = new AbortController();
  const signal = AbortSignal.any([timer, done.signal]);
  const ended = once(host, 'exit', { signal }).then(() => {
    throw new Error('The process that runs the tests has ended.');
  });
  try {
    return (await Promise.race([once(host, 'message', { signal }), ended]))[0] as Message;
  } finally {
    done.abort();
    // Whichever came second is of no interest.
    ended.catch(() => undefined);
  }
}
