import nodeModule from 'node:module';
import { currentEnvironment } from '../inside.ts';
import { shimDate } from '../shims/date.ts';

const require = nodeModule.createRequire(import.meta.url);

/** What shared code gets in place of an environment's own scope: the same names, each leading to whoever is running. */
export class DispatchingScope {
  #values: readonly unknown[] | undefined;
  readonly #builtins = new Map<string, object>();

  /** In the order of an environment's. */
  values(): readonly unknown[] {
    this.#values ??= currentEnvironment().scope.names.map(dispatchingGlobal);
    return this.#values;
  }

  /** Node's modules; what environments have of their own in them is asked of the one that is running. */
  builtin(specifier: string): object {
    const name = specifier.replace(/^node:/, '');
    const known = this.#builtins.get(name);
    if (known) return known;
    const made = dispatchingModule(name);
    this.#builtins.set(name, made);
    return made;
  }
}

function dispatchingGlobal(name: string, index: number): unknown {
  if (name === 'Date') return shimDate(() => currentEnvironment().nowMs());
  const value = () => currentEnvironment().scope.values[index];
  if (name !== 'Math') return dispatching(value);
  const random = () => (value() as Math).random();
  return Object.create(Math, { random: { value: random, configurable: true, writable: true } });
}

function dispatchingModule(name: string): object {
  const current = () => currentEnvironment().scope.builtin(name) as Readonly<Record<PropertyKey, unknown>>;
  const sample = current();
  const real = (name === 'process' || name === 'console' ? {} : require(`node:${name}`)) as typeof sample;
  if (sample === real) return real;
  const copy = Object.create(Object.getPrototypeOf(sample) as object | null) as object;
  for (const key of Reflect.ownKeys(sample)) {
    const descriptor = Reflect.getOwnPropertyDescriptor(sample, key) ?? {};
    const isOwn = 'value' in descriptor && !(Object.hasOwn(real, key) && real[key] === descriptor.value);
    if (isOwn) descriptor.value = key === 'default' ? copy : dispatching(() => current()[key]);
    Object.defineProperty(copy, key, descriptor);
  }
  return copy;
}

/** Something of which every environment has its own; plain values are taken as they are. */
function dispatching(current: () => unknown): unknown {
  const sample = current();
  if (typeof sample !== 'function' && (typeof sample !== 'object' || sample === null)) return sample;
  const get = current as () => object;
  // Bound functions can be made with `new` and have no members that a proxy would have to show.
  const target = typeof sample === 'function' ? function dispatched() {}.bind(undefined) : {};
  const proxy: object = new Proxy(target, {
    apply: (_target, self, parameters) => Reflect.apply(get() as () => unknown, self, parameters) as unknown,
    construct: (_target, parameters, made) => {
      const own = get() as new () => object;
      return Reflect.construct(own, parameters, made === proxy ? own : made) as object;
    },
    get: (_target, name) => Reflect.get(get(), name) as unknown,
    set: (_target, name, value) => Reflect.set(get(), name, value),
    has: (_target, name) => Reflect.has(get(), name),
    deleteProperty: (_target, name) => Reflect.deleteProperty(get(), name),
    getPrototypeOf: () => Reflect.getPrototypeOf(get()),
    ownKeys: () => Reflect.ownKeys(get()),
    getOwnPropertyDescriptor: (_target, name) => {
      const descriptor = Reflect.getOwnPropertyDescriptor(get(), name);
      return descriptor && { ...descriptor, configurable: true };
    },
  });
  return proxy;
}
