import { execFileSync, spawn } from 'node:child_process';
import { closeSync, constants, mkdirSync, openSync, readFileSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { Crash } from '../../../../kernel/executor.ts';
import type { PythonSays } from './python-says.ts';
import { SyncChannel } from './sync-channel.ts';

export interface ForkServerOptions {
  readonly command: string;
  /** The shim, as a file. */
  readonly program: string;
  /** What runs in each environment. */
  readonly bootstrap: string;
  /** For pipes and what is printed past them. */
  readonly directory: string;
  readonly taskRoot: string;
  readonly paths: readonly string[];
  readonly sdkPaths: readonly string[];
  readonly variables: Readonly<Record<string, string>>;
  readonly nowMs: number;
}

/** An environment's process, and how to talk to it. */
export interface Forked {
  readonly pid: number;
  readonly channel: SyncChannel<PythonSays>;
}

interface Answer {
  readonly pid?: number;
  readonly status?: number;
  readonly signal?: string;
}

/** Reading what a function imports takes a while on a busy machine. */
const patienceMs = 60_000;
const nonBlocking = constants.O_RDONLY | constants.O_NONBLOCK;

/** A Python that has imported what a function needs from elsewhere, and that each of its environments is forked from. */
export class ForkServer {
  readonly #options: ForkServerOptions;
  readonly #channel: SyncChannel<Answer>;
  #forks = 0;

  /** Throws with what Python says where it does not start. */
  constructor(options: ForkServerOptions) {
    this.#options = options;
    const { command, program, bootstrap, directory, variables, taskRoot, nowMs } = options;
    mkdirSync(directory, { recursive: true });
    const [up, down] = [join(directory, 'up'), join(directory, 'down')];
    execFileSync('mkfifo', [up, down]);
    const [upRead, downRead] = [openSync(up, nonBlocking), openSync(down, nonBlocking)];
    const [upWrite, downWrite] = [openSync(up, 'w'), openSync(down, 'w')];
    const errors = openSync(join(directory, 'errors'), 'w');
    const stdio = ['ignore' as const, 'ignore' as const, errors, downRead, upWrite];
    const child = spawn(command, ['-B', program], { cwd: taskRoot, env: variables, stdio });
    child.on('error', () => {});
    child.unref();
    for (const fd of [errors, downRead, upWrite]) closeSync(fd);
    this.#channel = new SyncChannel(upRead, downWrite);
    const begun = { now: nowMs, root: taskRoot, paths: options.paths, sdk: options.sdkPaths };
    this.#ask(begun, Buffer.from(bootstrap));
  }

  fork(): Forked {
    this.#forks += 1;
    const { directory } = this.#options;
    const [up, down] = [join(directory, `up-${this.#forks}`), join(directory, `down-${this.#forks}`)];
    const { pid = 0 } = this.#ask({ op: 'fork', up, down });
    const channel = new SyncChannel<PythonSays>(openSync(up, nonBlocking), openSync(down, 'w'));
    this.#channel.send({ op: 'opened' });
    for (const path of [up, down]) unlinkSync(path);
    return { pid, channel };
  }

  /** How an environment's process ended; waits for its end. */
  endOf(pid: number): Crash {
    const { status, signal } = this.#ask({ op: 'status', pid });
    return { kind: 'crash', status, signal, isOutOfMemory: false };
  }

  /** It ends, and with it those of its environments that wait for us. */
  close(): void {
    this.#channel.close();
  }

  #ask(question: object, body?: Uint8Array): Answer {
    this.#channel.send(question, body);
    const answer = this.#channel.receive(patienceMs);
    if (typeof answer === 'object') return answer.head;
    const told = readFileSync(join(this.#options.directory, 'errors'), 'utf8').trim();
    throw new Error(`${this.#options.command} ${answer}: ${told.slice(-2000)}`);
  }
}
