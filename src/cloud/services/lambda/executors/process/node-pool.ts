import type { Clock } from '../../../../kernel/clock.ts';
import type { Lifeline } from './lifeline.ts';
import { NodeProcess } from './node-process.ts';

/** How many generic processes wait for a function; two, so that a cold start that calls another stays fast. */
const sparesMin = 2;

export interface NodePoolOptions {
  readonly compileCache: string;
  readonly lifeline: Lifeline;
  readonly clock: Clock;
}

/** Warm generic Node processes, by binary. */
export class NodePool {
  readonly #options: NodePoolOptions;
  readonly #spares = new Map<string, NodeProcess[]>();
  #isClosed = false;

  constructor(options: NodePoolOptions) {
    this.#options = options;
  }

  /** Starts what is missing. Call it when there is time: a starting process takes a core for 50 ms. */
  fill(binary: string): void {
    if (this.#isClosed) return;
    const spares = this.#spares.get(binary) ?? [];
    this.#spares.set(binary, spares);
    while (spares.length < sparesMin) spares.push(this.#start(binary));
  }

  /** The process that has been warming the longest, or a new one. */
  take(binary: string): NodeProcess {
    return this.#spares.get(binary)?.shift() ?? this.#start(binary);
  }

  /** A process that is nobody else's, for options that Node reads only at its start. */
  startWith(binary: string, nodeOptions: string): NodeProcess {
    return new NodeProcess({ binary, nodeOptions, ...this.#options });
  }

  close(): void {
    this.#isClosed = true;
    for (const spares of this.#spares.values()) for (const spare of spares) spare.kill();
    this.#spares.clear();
  }

  #start(binary: string): NodeProcess {
    const started = new NodeProcess({ binary, ...this.#options });
    // One that dies in waiting must not be handed out.
    void started.initialized.then(() => {
      const spares = this.#spares.get(binary) ?? [];
      const index = spares.indexOf(started);
      if (index !== -1) spares.splice(index, 1);
    });
    return started;
  }
}
