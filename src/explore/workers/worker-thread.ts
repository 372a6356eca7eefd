import { Worker } from 'node:worker_threads';
import type { Judged } from '../judge/verdict.ts';
import type { Plan } from '../run/plan.ts';
import type { Declaration, Order, Report } from './messages.ts';

const entry = new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js', import.meta.url);

export interface ThreadOptions extends Declaration {
  /** Of the fault-free run, as it must be there. */
  readonly trace: string;
}

/** One worker, as its owner sees it. What it cannot do is told as undefined, and is done here instead. */
export class WorkerThread {
  /** Whether it can judge plans, once that is known: not when it fails, or plays something else. */
  readonly begun: Promise<boolean>;
  readonly #worker: Worker;
  readonly #ended: Promise<void>;
  #answer: ((judged: Judged | undefined) => void) | undefined;
  #isReady = false;
  #hasEnded = false;

  constructor({ file, name, trace }: ThreadOptions) {
    const data: Declaration = { file, name };
    // What the file prints was printed here already.
    this.#worker = new Worker(entry, { workerData: data, stdout: true, stderr: true });
    this.#worker.stdout.resume();
    this.#worker.stderr.resume();
    this.#ended = new Promise((resolve) => {
      this.#worker.on('error', () => undefined);
      this.#worker.on('exit', () => {
        this.#hasEnded = true;
        this.#tell(undefined);
        resolve();
      });
    });
    this.begun = new Promise((resolve) => {
      void this.#ended.then(() => resolve(false));
      this.#worker.on('message', (report: Report) => {
        if (report.kind === 'judged') return this.#tell(report.judged);
        if (report.trace !== trace) return void this.#worker.terminate();
        this.#isReady = true;
        resolve(true);
      });
    });
  }

  /** One plan at a time. */
  judge(plan: Plan): Promise<Judged | undefined> {
    if (this.#hasEnded) return Promise.resolve(undefined);
    return new Promise((resolve) => {
      this.#answer = resolve;
      this.#order({ kind: 'judge', plan });
    });
  }

  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** Ends it: in order when it has begun, at once when it has not. */
  async close(): Promise<void> {
    if (this.#isReady) this.#order({ kind: 'close' });
    else await this.#worker.terminate();
    await this.#ended;
  }

  #order(order: Order): void {
    this.#worker.postMessage(order);
  }

  #tell(judged: Judged | undefined): void {
    const answer = this.#answer;
    this.#answer = undefined;
    answer?.(judged);
  }
}
