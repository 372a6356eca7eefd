import { mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Interpreter, RuntimeSpec } from '../../../../kernel/executor.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import { pythonBootstrap } from '../process/runtime-api/python-bootstrap.ts';
import { RuntimeCommands } from '../process/runtime-api/runtime-commands.ts';
import { ForkServer } from './fork-server.ts';
import { PythonEnvironment, type PythonEnvironmentParts } from './python-environment.ts';
import { pythonShim } from './shim/shim.ts';

/** Starts environments of Python functions whose time, randomness and network are the cloud's. */
export class PythonEnvironments {
  readonly #kernel: Kernel;
  readonly #commands: RuntimeCommands;
  readonly #directory: string;
  /** By the code that they have read. */
  readonly #servers = new Map<string, ForkServer>();

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
    this.#directory = join(kernel.settings.workDirectory, 'lambda', 'python-servers');
    this.#commands = new RuntimeCommands(kernel.log, join(kernel.settings.workDirectory, 'lambda'));
  }

  /** Why functions of a Python runtime cannot run; undefined when they can. */
  refusal(runtime: string): string | undefined {
    if (process.platform === 'win32') return `functions of the runtime ${runtime} with a time of their own on Windows`;
    return this.#commands.refusal(runtime);
  }

  interpreter(runtime: string): Interpreter | undefined {
    return this.#commands.interpreter(runtime);
  }

  start(parts: Omit<PythonEnvironmentParts, 'server'>): PythonEnvironment {
    return new PythonEnvironment({ ...parts, server: this.#serverFor(parts.spec) });
  }

  close(): void {
    for (const server of this.#servers.values()) server.close();
    this.#servers.clear();
  }

  #serverFor(spec: RuntimeSpec): ForkServer {
    const { command, variables } = this.#commands.commandFor(spec);
    const { PYTHONPATH = '', SQUALL_PYTHON_SDK = '', LD_LIBRARY_PATH = '' } = spec.variables;
    const paths = [spec.taskRoot, ...listed(variables.SQUALL_PYTHON_PATH), ...listed(PYTHONPATH)];
    const key = [command, spec.runtime, ...paths, SQUALL_PYTHON_SDK].join('\n');
    const known = this.#servers.get(key);
    if (known) return known;
    mkdirSync(this.#directory, { recursive: true });
    const program = join(this.#directory, 'shim.py');
    writeFileSync(program, pythonShim);
    const server = new ForkServer({
      command,
      program,
      bootstrap: pythonBootstrap,
      directory: join(this.#directory, String(this.#servers.size)),
      taskRoot: spec.taskRoot,
      paths,
      sdkPaths: listed(SQUALL_PYTHON_SDK),
      variables: {
        PATH: spec.variables.PATH ?? '',
        LANG: 'en_US.UTF-8',
        TZ: 'UTC',
        LD_LIBRARY_PATH,
        // Orders of sets are those of the last run; native code has one thread.
        PYTHONHASHSEED: '0',
        OMP_NUM_THREADS: '1',
        OPENBLAS_NUM_THREADS: '1',
        MKL_NUM_THREADS: '1',
      },
      nowMs: this.#kernel.clock.now(),
    });
    this.#servers.set(key, server);
    return server;
  }
}

const listed = (paths = ''): string[] => paths.split(delimiter).filter((path) => path !== '');
