import { availableParallelism } from 'node:os';
import type { Clock } from '../../../../kernel/clock.ts';
import type { Lifeline } from './lifeline.ts';
import { NodeProcess, type OwnStart } from './node-process.ts';

/** How many generic processes wait for a function; two, so that a cold start that calls another stays fast. */
const sparesMin = 2;
/**
 * How many processes start at once. Each takes a core for 50 ms or more: a hundred together would each take seconds,
 * and run into the timeouts of functions that AWS would have started on a hundred machines.
 */
const startsMax = Math.max(2, availableParallelism());

export interface NodePoolOptions {
  readonly compileCache: string;
  readonly lifeline: Lifeline;
  readonly clock: Clock;
}

type Own = OwnStart & { readonly isInspected?: boolean };

/** Warm generic Node processes, by binary. */
export class NodePool {
  readonly #options: NodePoolOptions;
  readonly #spares = new Map<string, NodeProcess[]>();
  readonly #waiting: (() => void)[] = [];
  #starting = 0;
  #isClosed = false;

  constructor(options: NodePoolOptions) {
    this.#options = options;
  }

  /** Starts what is missing, as far as nobody waits for a process of his own. */
  fill(binary: string): void {
    const spares = this.#spares.get(binary) ?? [];
    this.#spares.set(binary, spares);
    while (!this.#isClosed && spares.length < sparesMin && this.#starting < startsMax) {
      const spare = this.#start(binary);
      spares.push(spare);
      // One that dies in waiting must not be handed out.
      void spare.initialized.then(() => this.#remove(binary, spare));
    }
  }

  /** The process that has been warming the longest, or a new one; warm when the promise is fulfilled. */
  async take(binary: string): Promise<NodeProcess> {
    const taken = this.#spares.get(binary)?.shift() ?? (await this.#startInTurn(binary));
    await taken.warm;
    return taken;
  }

  /** A process that is nobody else's, for what only its start can bring about. */
  async startWith(binary: string, own: Own): Promise<NodeProcess> {
    const started = await this.#startInTurn(binary, own);
    await started.warm;
    return started;
  }

  close(): void {
    this.#isClosed = true;
    for (const spares of this.#spares.values()) for (const spare of spares) spare.kill();
    this.#spares.clear();
    for (const wake of this.#waiting.splice(0)) wake();
  }

  async #startInTurn(binary: string, own?: Own): Promise<NodeProcess> {
    while (this.#starting >= startsMax && !this.#isClosed) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    if (this.#isClosed) throw new Error('The pool of Node processes is closed.');
    try {
      return this.#start(binary, own);
    } catch (error) {
      // Its turn was used up without a process whose warming would wake the next one.
      this.#waiting.shift()?.();
      throw error;
    }
  }

  #start(binary: string, own?: Own): NodeProcess {
    // It may throw where the system has no processes or descriptors left.
    const started = new NodeProcess({ binary, ...own, ...this.#options });
    this.#starting += 1;
    void started.warm.then(() => {
      this.#starting -= 1;
      this.#waiting.shift()?.();
    });
    return started;
  }

  #remove(binary: string, spare: NodeProcess): void {
    const spares = this.#spares.get(binary) ?? [];
    const index = spares.indexOf(spare);
    if (index !== -1) spares.splice(index, 1);
  }
}
