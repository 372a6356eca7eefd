import { Clock } from '../../../../kernel/clock.ts';
import type { EnvironmentLimits } from '../../../../kernel/executor.ts';
import type { Environment } from '../environment.ts';
import { Environments } from '../environments.ts';

/** An environment in use, or an invoke that waits for one. */
export interface Use {
  /** The environment's, as soon as there is one. */
  readonly name: Promise<string>;
  readonly done: Promise<void>;
  /** The name, if it is there already. */
  current(): string | undefined;
  environment(): Promise<Environment>;
  release(): Promise<void>;
}

/** Environments without anything in them, named `e1`, `e2` … in the order of their creation. */
export class EnvironmentPool {
  readonly clock = new Clock({ virtual: true });
  readonly ended: string[] = [];
  /** Keys of the environments in the order of their creation. */
  readonly made: string[] = [];
  readonly environments: Environments;
  /** In the order of their creation. */
  readonly all: Environment[] = [];
  /** Ends of init phases by environment, where `holdsStarts`. */
  readonly starts = new Map<string, PromiseWithResolvers<void>>();
  /** Init phases take until the test ends them. */
  holdsStarts = false;
  readonly #names = new WeakMap<Environment, string>();

  constructor(limits: Partial<EnvironmentLimits> = {}) {
    this.environments = new Environments({
      clock: this.clock,
      limits: { active: 64, total: 256, guaranteed: 4, starting: 2, ...limits },
      onEnd: (environment) => this.ended.push(this.#nameOf(environment)),
    });
  }

  /** Uses an environment of `key` until `release` is called. */
  use(key: string, parent?: Environment): Use {
    const got = Promise.withResolvers<Environment>();
    const work = Promise.withResolvers<void>();
    let current: string | undefined;
    const request = { key, create: () => this.#create(key), parent };
    const done = this.environments.with(request, (environment) => {
      current = this.#nameOf(environment);
      got.resolve(environment);
      return work.promise;
    });
    done.catch((error: unknown) => got.reject(error));
    const name = got.promise.then((environment) => this.#nameOf(environment));
    name.catch(() => {});
    return {
      name,
      done,
      current: () => current,
      environment: () => got.promise,
      release: async () => {
        work.resolve();
        await done;
      },
    };
  }

  async once(key: string): Promise<string> {
    const used = this.use(key);
    const name = await used.name;
    await used.release();
    return name;
  }

  /** Ends the init phase of the environment. */
  async started(name: string): Promise<void> {
    this.starts.get(name)?.resolve();
    await settle();
  }

  async failed(name: string, error: Error): Promise<void> {
    this.starts.get(name)?.reject(error);
    await settle();
  }

  #create(key: string): Environment {
    this.made.push(key);
    const name = `e${this.made.length}`;
    const start = Promise.withResolvers<void>();
    if (!this.holdsStarts) start.resolve();
    this.starts.set(name, start);
    // Only what the pool touches.
    const touched = { idleSinceMs: 0, initialize: () => start.promise, destroy: () => {} };
    const environment = touched as unknown as Environment;
    this.all.push(environment);
    this.#names.set(environment, name);
    return environment;
  }

  #nameOf(environment: Environment): string {
    return this.#names.get(environment) ?? '';
  }
}

/** All that follows without anybody's doing has happened. */
export const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
