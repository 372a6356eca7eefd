import asyncHooks, { AsyncResource } from 'node:async_hooks';
import { inside, type ResourceEvent, type ResourceListener } from '../inside.ts';
import { withMembers } from './with-members.ts';

/**
 * What hooks can hear of. Not that a resource is gone: for promises that is when the collector likes, another time in
 * every run, and listening to it makes every promise of the process dear.
 */
const kinds: readonly ResourceEvent[] = ['init', 'before', 'after', 'promiseResolve'];
type Callback = (...parameters: unknown[]) => void;
type Listener = (id: number, type?: string, trigger?: number, resource?: object) => void;

/**
 * `async_hooks` of one environment. Node's hooks see the whole process; an environment's hear of its own resources alone,
 * as if it were the process, and end with it, since tracers set them and never take them back.
 */
export class OwnAsyncHooks implements ResourceListener {
  readonly #listeners: Readonly<Record<ResourceEvent, Set<Listener>>> = {
    init: new Set(),
    before: new Set(),
    after: new Set(),
    promiseResolve: new Set(),
  };
  #isUsed = false;

  module(): object {
    return withMembers(asyncHooks, {
      createHook: (callbacks: asyncHooks.HookCallbacks) => this.#createHook(callbacks),
    });
  }

  /** What is called later, in a resource of its own as Node's timers are. */
  bind(callback: Callback): Callback {
    return this.#isUsed ? AsyncResource.bind(callback, 'Timeout') : callback;
  }

  /** Heard with every promise: parameters one by one cost no array. */
  tell(kind: ResourceEvent, id: number, type?: string, trigger?: number, resource?: object): void {
    for (const listener of this.#listeners[kind]) listener(id, type, trigger, resource);
  }

  end(): void {
    for (const kind of kinds) {
      for (const listener of this.#listeners[kind]) this.#remove(kind, listener);
    }
  }

  #createHook(callbacks: asyncHooks.HookCallbacks): asyncHooks.AsyncHook {
    // Node's own says what is wrong with them.
    asyncHooks.createHook(callbacks);
    const own = kinds.flatMap((kind) => {
      const callback = callbacks[kind] as Listener | undefined;
      return callback ? [{ kind, listener: callback.bind(undefined) }] : [];
    });
    const hook: asyncHooks.AsyncHook = {
      enable: () => {
        this.#isUsed = true;
        for (const { kind, listener } of own) this.#add(kind, listener);
        return hook;
      },
      disable: () => {
        for (const { kind, listener } of own) this.#remove(kind, listener);
        return hook;
      },
    };
    return hook;
  }

  #add(kind: ResourceEvent, listener: Listener): void {
    if (this.#listeners[kind].has(listener)) return;
    this.#listeners[kind].add(listener);
    processHooks[kind].use();
  }

  #remove(kind: ResourceEvent, listener: Listener): void {
    if (this.#listeners[kind].delete(listener)) processHooks[kind].release();
  }
}

/** One hook of the process for each kind, however many environments listen: it is asked about every promise there is. */
class ProcessHook {
  readonly #hook: asyncHooks.AsyncHook;
  #users = 0;

  constructor(kind: ResourceEvent) {
    const told: Listener = (id, type, trigger, resource) => {
      inside.getStore()?.asyncHooks.tell(kind, id, type, trigger, resource);
    };
    this.#hook = asyncHooks.createHook({ [kind]: told });
  }

  use(): void {
    this.#users += 1;
    if (this.#users === 1) this.#hook.enable();
  }

  release(): void {
    this.#users -= 1;
    if (this.#users === 0) this.#hook.disable();
  }
}

const processHooks: Readonly<Record<ResourceEvent, ProcessHook>> = {
  init: new ProcessHook('init'),
  before: new ProcessHook('before'),
  after: new ProcessHook('after'),
  promiseResolve: new ProcessHook('promiseResolve'),
};
