import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RuntimeSpec } from '../../../../../kernel/executor.ts';
import type { Kernel } from '../../../../../kernel/kernel.ts';
import type { HeldTime } from '../bootstrap/invoke-context.ts';
import type { NodePool } from '../node-pool.ts';
import type { NodeProcess, OwnStart } from '../node-process.ts';
import { pointMapsHome } from '../source-maps/point-maps-home.ts';

export interface InspectedProcessesOptions {
  readonly kernel: Pick<Kernel, 'inspection' | 'clock' | 'log'>;
  readonly pool: NodePool;
  /** For files of held time. */
  readonly directory: string;
}

/** Processes of functions that can be debugged. */
export class InspectedProcesses {
  readonly #options: InspectedProcessesOptions;
  readonly #byName = new Map<string, InspectedFunctionProcesses>();

  /** Functions of which it was said already. */
  readonly #mapless = new Set<string>();

  constructor(options: InspectedProcessesOptions) {
    this.#options = options;
    options.kernel.inspection?.prepareBy(async (name) => this.#byName.get(name)?.prepare());
  }

  /** A function was created or has other code: a debugger that comes before its next event finds a process of `binary`. */
  expect(name: string, binary: string): void {
    const { inspection } = this.#options.kernel;
    if (!inspection?.inspects(name)) return;
    const known = this.#byName.get(name);
    if (known) known.use(binary);
    else this.#byName.set(name, new InspectedFunctionProcesses(name, binary, this.#options));
  }

  /** Those of the function; undefined for one that nobody debugs. */
  of({ variables, taskRoot }: RuntimeSpec, binary: string): InspectedFunctionProcesses | undefined {
    const name = variables.AWS_LAMBDA_FUNCTION_NAME ?? '';
    this.expect(name, binary);
    const processes = this.#byName.get(name);
    if (processes) this.#lead(name, taskRoot);
    return processes;
  }

  /** So that breakpoints of the project's files are found in the code. */
  #lead(name: string, taskRoot: string): void {
    if (pointMapsHome(taskRoot, process.cwd()) || this.#mapless.has(name)) return;
    this.#mapless.add(name);
    this.#options.kernel.log.warn(
      `${name} has no source map, so breakpoints are bound in its bundle alone. For the CDK: bundling: { sourceMap: true }`,
    );
  }

  close(): void {
    for (const processes of this.#byName.values()) processes.close();
  }
}

/** The processes of one function: those that run it, and one that waits for its first event once a debugger has asked. */
class InspectedFunctionProcesses {
  /** See `heldFile` of InitMessage. */
  readonly heldFile: string;
  readonly #name: string;
  readonly #options: InspectedProcessesOptions;
  #binary: string;
  #waiting: Promise<NodeProcess> | undefined;
  readonly #unlisten: (() => void) | undefined;

  constructor(name: string, binary: string, options: InspectedProcessesOptions) {
    this.#name = name;
    this.#binary = binary;
    this.#options = options;
    mkdirSync(options.directory, { recursive: true });
    this.heldFile = join(options.directory, `${name}.json`);
    this.#unlisten = options.kernel.inspection?.holdOf(name)?.onChange((isHeld) => this.#writeHeld(isHeld));
  }

  /** What the next process is one of. */
  use(binary: string): void {
    if (binary === this.#binary) return;
    this.#binary = binary;
    this.#dropWaiting();
  }

  /** Starts the process that waits, unless it is there. */
  async prepare(): Promise<void> {
    try {
      this.#waiting ??= this.#start();
      const pending = this.#waiting;
      const waiting = await pending;
      void waiting.gone.then(() => {
        if (this.#waiting === pending) this.#waiting = undefined;
      });
    } catch (error) {
      this.#waiting = undefined;
      this.#options.kernel.log.warn(`No process could be started for ${this.#name}: ${String(error)}`);
    }
  }

  /** The process that waits, with the breakpoints that were set in it, or a new one; `own`: nothing but a new one will do. */
  async take(own: OwnStart | undefined): Promise<NodeProcess> {
    const pending = this.#waiting;
    this.#waiting = undefined;
    const waiting = await pending?.catch(() => undefined);
    if (!own && waiting && !waiting.hasEnded) return waiting;
    waiting?.kill();
    return this.#start(own);
  }

  close(): void {
    this.#unlisten?.();
    this.#dropWaiting();
  }

  #dropWaiting(): void {
    void this.#waiting?.then(
      (waiting) => waiting.kill(),
      () => {},
    );
    this.#waiting = undefined;
  }

  async #start(own: OwnStart = {}): Promise<NodeProcess> {
    const started = await this.#options.pool.startWith(this.#binary, { ...own, isInspected: true });
    const url = started.inspectorUrl;
    if (url === undefined) return started;
    const withdraw = this.#options.kernel.inspection?.doorOf(this.#name)?.offer({ url });
    void started.gone.then(withdraw);
    return started;
  }

  /** The function's process reads it while it works: it is replaced whole. */
  #writeHeld(isHeld: boolean): void {
    const { inspection, clock } = this.#options.kernel;
    const endedMs = inspection?.holdOf(this.#name)?.heldMs ?? 0;
    const held: HeldTime = { endedMs, ...(isHeld && { sinceMs: clock.machineNow() }) };
    writeFileSync(`${this.heldFile}.part`, JSON.stringify(held));
    renameSync(`${this.heldFile}.part`, this.heldFile);
  }
}
