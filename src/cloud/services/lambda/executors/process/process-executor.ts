import { join } from 'node:path';
import type { Clock } from '../../../../kernel/clock.ts';
import type { Executor, InitOutcome, Interpreter, Runtime, RuntimeSpec } from '../../../../kernel/executor.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import type { Log } from '../../../../kernel/log.ts';
import { missingSdkPackage } from '../../code/bundled-sdk.ts';
import { execWrapper } from './exec-wrapper.ts';
import { InspectedProcesses } from './inspector/inspected-processes.ts';
import { Lifeline } from './lifeline.ts';
import { NodeBinaries } from './node-binaries.ts';
import { nodeMajor } from './node-major.ts';
import { NodePool } from './node-pool.ts';
import { RuntimeApiProcess } from './runtime-api/runtime-api-process.ts';
import { RuntimeCommands } from './runtime-api/runtime-commands.ts';

/** Runs functions as child processes of this one: no Docker, cold starts from a pool of warm processes. */
export class ProcessExecutor implements Executor {
  readonly #lifeline: Lifeline;
  readonly #binaries: NodeBinaries;
  readonly #pool: NodePool;
  readonly #commands: RuntimeCommands;
  readonly #inspected: InspectedProcesses;
  readonly #clock: Clock;
  readonly #log: Log;

  constructor(kernel: Kernel) {
    this.#log = kernel.log;
    this.#binaries = new NodeBinaries(kernel.log);
    this.#clock = kernel.clock;
    const directory = join(kernel.settings.workDirectory, 'lambda');
    this.#commands = new RuntimeCommands(kernel.log, directory);
    this.#lifeline = new Lifeline(join(directory, 'tmp'));
    const compileCache = join(directory, 'compile-cache');
    this.#pool = new NodePool({ compileCache, lifeline: this.#lifeline, clock: kernel.clock });
    this.#inspected = new InspectedProcesses({ kernel, pool: this.#pool, directory: join(directory, 'inspected') });
  }

  refusal(runtime: string): string | undefined {
    return nodeMajor(runtime) === undefined ? this.#commands.refusal(runtime) : undefined;
  }

  interpreter(runtime: string): Interpreter | undefined {
    return this.#commands.interpreter(runtime);
  }

  prewarm(runtime: string, name?: string): void {
    const major = nodeMajor(runtime);
    if (major === undefined) return;
    const binary = this.#binaries.pathOf(major);
    this.#pool.fill(binary);
    if (name !== undefined) this.#inspected.expect(name, binary);
  }

  async start(spec: RuntimeSpec, onLog: (text: string) => void): Promise<Runtime> {
    const isNode = nodeMajor(spec.runtime) !== undefined;
    return isNode ? this.#startNode(spec, onLog) : this.#startWithApi(spec, onLog);
  }

  sweep(temporaryDirectory: string): void {
    this.#lifeline.sweep(temporaryDirectory);
  }

  async close(): Promise<void> {
    this.#inspected.close();
    this.#pool.close();
    this.#lifeline.close();
  }

  async #startNode(spec: RuntimeSpec, onLog: (text: string) => void): Promise<Runtime> {
    const major = nodeMajor(spec.runtime) ?? 0;
    const binary = this.#binaries.pathOf(major);
    const startOptions = optionsOfStart(spec.variables.NODE_OPTIONS ?? '');
    const wrapper = execWrapper(spec);
    const isPooled = startOptions === '' && wrapper === undefined;
    const own = { nodeOptions: startOptions, ...(wrapper !== undefined && { wrapper, variables: spec.variables }) };
    const inspected = this.#inspected.of(spec, binary);
    const started = await (inspected
      ? inspected.take(isPooled ? undefined : own)
      : isPooled
        ? this.#pool.take(binary)
        : this.#pool.startWith(binary, own));
    started.become(spec, major, onLog, inspected?.heldFile);
    // The next spare starts when this one no longer needs the processor.
    void started.initialized.then((outcome) => {
      this.#pool.fill(binary);
      this.#hint(outcome, spec);
    });
    return started;
  }

  /** On AWS the SDK is part of the runtime, so it is easily forgotten in the project. */
  #hint(outcome: InitOutcome, { variables }: RuntimeSpec): void {
    const missing = outcome.kind === 'error' ? missingSdkPackage(outcome.payload) : undefined;
    if (missing === undefined) return;
    this.#log.warn(
      `${variables.AWS_LAMBDA_FUNCTION_NAME} needs ${missing}, which AWS's runtime includes and your project does not. ` +
        `To have it, in ${process.cwd()}: npm install --save-dev ${missing}`,
    );
  }

  #startWithApi(spec: RuntimeSpec, onLog: (text: string) => void): Runtime {
    const runtime = this.#commands.commandFor(spec);
    const wrapper = execWrapper(spec);
    const { variables } = runtime;
    const [command, args] =
      wrapper === undefined ? [runtime.command, runtime.args] : [wrapper, [runtime.command, ...runtime.args]];
    const withOurs = { ...spec, variables: { ...spec.variables, ...variables } };
    return new RuntimeApiProcess({
      command,
      args,
      spec: withOurs,
      lifeline: this.#lifeline,
      clock: this.#clock,
      onLog,
    });
  }
}

/** Source maps can be switched on in a warm process; every other option needs a process of its own. */
const optionsOfStart = (nodeOptions: string): string =>
  nodeOptions
    .split(/\s+/)
    .filter((option) => option !== '' && option !== '--enable-source-maps')
    .join(' ');
