import type { Executor, Interpreter, Runtime, RuntimeSpec } from '../../../../kernel/executor.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import { Random } from '../../../../kernel/random.ts';
import { nodeMajor } from '../process/node-major.ts';
import { PythonEnvironments } from '../python/python-environments.ts';
import { EnvironmentActivity } from './activity.ts';
import type { EnvironmentEvent } from './environment-event.ts';
import { InProcessEnvironment } from './in-process-environment.ts';
import { Network, type Outbound } from './network.ts';
import { SharedCode } from './shared/shared-code.ts';
import { watchStrayErrors } from './stray-errors.ts';

export { EnvironmentActivity } from './activity.ts';
export type { EnvironmentEvent } from './environment-event.ts';
export type { Outbound, OutboundRequest } from './network.ts';

export interface InProcessOptions {
  /** Answers requests that leave for anywhere but this cloud; without it there is no such host. */
  readonly outbound?: Outbound;
  /** Is told of what goes on in the environments, for whoever waits until nothing does. */
  readonly activity?: EnvironmentActivity;
  readonly observe?: (event: EnvironmentEvent) => void;
  /** Of the environments' randomness: asked for each new environment, so that it may change from run to run. */
  readonly seed?: () => number;
  /** How far a function's clock is ahead of the cloud's; asked for each invoke. */
  readonly skewMs?: (functionName: string) => number;
}

/**
 * Runs Node functions in this process, unmodified: each execution environment has a fresh instance of its modules, and
 * time, timers, randomness, files and network are the cloud's. For exploring failures: with a virtual clock a run is
 * exact and takes milliseconds. `startCloud({ clock: 'virtual', executor: inProcessExecutor() })`
 */
export const inProcessExecutor =
  (options: InProcessOptions = {}) =>
  (kernel: Kernel): Executor =>
    new InProcessExecutor(kernel, options);

class InProcessExecutor implements Executor {
  readonly limits = { starting: undefined };
  readonly makesTemporaryDirectory = true;
  readonly lacksAppConfigAgent = true;
  readonly #kernel: Kernel;
  readonly #network: Network;
  readonly #options: InProcessOptions;
  readonly #activity: EnvironmentActivity;
  readonly #sharedCode = new SharedCode();
  readonly #pythons: PythonEnvironments;
  readonly #stopWatching = watchStrayErrors();
  /** Environments by function since the seed last changed: each has a stream of its own. */
  readonly #ordinals = new Map<string, number>();

  constructor(kernel: Kernel, options: InProcessOptions) {
    this.#kernel = kernel;
    this.#options = options;
    this.#activity = options.activity ?? new EnvironmentActivity();
    this.#activity.onUnshare(() => this.#sharedCode.unsharePatched());
    this.#network = new Network(kernel, options.outbound);
    this.#pythons = new PythonEnvironments(kernel);
  }

  refusal(runtime: string): string | undefined {
    if (runtime.startsWith('python')) return this.#pythons.refusal(runtime);
    return nodeMajor(runtime) === undefined
      ? `the runtime ${runtime} in this process: in-process environments run Node and Python alone`
      : undefined;
  }

  interpreter(runtime: string): Interpreter | undefined {
    return this.#pythons.interpreter(runtime);
  }

  prewarm(): void {}

  async start(spec: RuntimeSpec, onLog: (text: string) => void): Promise<Runtime> {
    const random = this.#randomOf(spec.variables.AWS_LAMBDA_FUNCTION_NAME ?? '');
    const parts = {
      kernel: this.#kernel,
      network: this.#network,
      activity: this.#activity,
      spec,
      onLog,
      observe: this.#options.observe ?? (() => {}),
      skewMs: this.#options.skewMs ?? (() => 0),
    };
    if (spec.runtime.startsWith('python')) return this.#pythons.start({ ...parts, seed: random.int(2 ** 31) });
    return new InProcessEnvironment({ ...parts, random, sharedCode: this.#sharedCode });
  }

  forget(): void {
    this.#ordinals.clear();
    this.#sharedCode.unsharePatched();
  }

  async close(): Promise<void> {
    this.#stopWatching();
    this.#pythons.close();
  }

  /** By function and the how-manieth environment of it: what one draws does not shift what another gets. */
  #randomOf(functionName: string): Random {
    const seed = this.#options.seed?.() ?? this.#kernel.random.int(2 ** 31);
    const key = `${seed}/${functionName}`;
    const ordinal = this.#ordinals.get(key) ?? 0;
    this.#ordinals.set(key, ordinal + 1);
    let hash = seed | 0;
    for (const character of `${functionName}#${ordinal}`) hash = (Math.imul(hash, 31) + character.charCodeAt(0)) | 0;
    return new Random(hash);
  }
}
