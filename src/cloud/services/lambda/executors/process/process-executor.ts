import { join } from 'node:path';
import type { Kernel } from '../../../../kernel/kernel.ts';
import type { Executor, Runtime, RuntimeSpec } from '../executor.ts';
import { Lifeline } from './lifeline.ts';
import { NodeBinaries } from './node-binaries.ts';
import { nodeMajor } from './node-major.ts';
import { NodePool } from './node-pool.ts';

/** Runs functions as child processes of this one: no Docker, cold starts from a pool of warm processes. */
export class ProcessExecutor implements Executor {
  readonly #lifeline = new Lifeline();
  readonly #binaries: NodeBinaries;
  readonly #pool: NodePool;
  readonly #running = new Set<Runtime>();

  constructor(kernel: Kernel) {
    this.#binaries = new NodeBinaries(kernel.log);
    const compileCache = join(kernel.settings.workDirectory, 'lambda', 'compile-cache');
    this.#pool = new NodePool({ compileCache, lifeline: this.#lifeline, clock: kernel.clock });
  }

  refusal(runtime: string): string | undefined {
    return nodeMajor(runtime) === undefined ? `functions of the runtime ${runtime}` : undefined;
  }

  prewarm(runtime: string): void {
    const major = nodeMajor(runtime);
    if (major !== undefined) this.#pool.fill(this.#binaries.pathOf(major));
  }

  start(spec: RuntimeSpec, onLog: (text: string) => void): Runtime {
    const runtime = this.#startNode(spec, onLog);
    this.#running.add(runtime);
    return runtime;
  }

  async close(): Promise<void> {
    this.#pool.close();
    for (const runtime of this.#running) runtime.kill();
    this.#running.clear();
    this.#lifeline.close();
  }

  #startNode(spec: RuntimeSpec, onLog: (text: string) => void): Runtime {
    const major = nodeMajor(spec.runtime) ?? 0;
    const binary = this.#binaries.pathOf(major);
    const startOptions = optionsOfStart(spec.variables.NODE_OPTIONS ?? '');
    const started = startOptions === '' ? this.#pool.take(binary) : this.#pool.startWith(binary, startOptions);
    started.become(spec, major, onLog);
    // The next spare starts when this one no longer needs the processor.
    void started.initialized.then(() => this.#pool.fill(binary));
    return started;
  }
}

/** Source maps can be switched on in a warm process; every other option needs a process of its own. */
const optionsOfStart = (nodeOptions: string): string =>
  nodeOptions
    .split(/\s+/)
    .filter((option) => option !== '' && option !== '--enable-source-maps')
    .join(' ');
