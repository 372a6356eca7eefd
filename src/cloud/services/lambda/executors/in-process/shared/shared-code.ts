import { dirname } from 'node:path';
import type { SharedPart } from '../compile/script-cache.ts';
import { currentEnvironment, type InsideEnvironment } from '../inside.ts';
import { namespaceOf } from '../namespace-of.ts';
import { DispatchingScope } from './dispatching-scope.ts';
import { type OwnRecord, recordMaker } from './own-record.ts';
import { WatchedExports } from './watch-exports.ts';

/**
 * Code that is evaluated once for all environments: AWS's SDK. Whatever it asks the machine for goes to the environment
 * that it runs in, and what it remembers is that environment's alone.
 */
export class SharedCode {
  readonly #scope = new DispatchingScope();
  readonly #evaluated = new Map<SharedPart, Evaluated>();
  /** Parts that environments change for themselves: each of them evaluates its own. */
  readonly #unshared = new WeakSet<SharedPart>();

  /** Some environment has asked for code since patches were last looked for: that takes its time. */
  #isUsed = false;

  /** What the part answers; evaluated within the environment that asks first. */
  exportsOf(part: SharedPart, path: string): object {
    this.#isUsed = true;
    const known = this.#evaluated.get(part);
    if (known) return known.exports;
    const exports = new WatchedExports();
    const made = this.#evaluate(part, path, exports);
    if (!this.#unshared.has(part)) this.#evaluated.set(part, { exports: made, watched: exports });
    return made;
  }

  /** After a run: what was patched in it is evaluated anew from here on, and never shared again. Answers whether any was. */
  unsharePatched(): boolean {
    if (!this.#isUsed) return false;
    this.#isUsed = false;
    let isAny = false;
    for (const [part, { watched }] of this.#evaluated) {
      if (!watched.isPatched) continue;
      isAny = true;
      this.#evaluated.delete(part);
      this.#unshared.add(part);
    }
    return isAny;
  }

  #evaluate(part: SharedPart, path: string, watched: WatchedExports): object {
    const { own, evaluate } = ownership(part.state, (exports) => watched.add(exports));
    const builtin = (name: string) => this.#scope.builtin(name);
    const load = async (name: unknown) => namespaceOf(builtin(String(name)));
    const tick = () => currentEnvironment().scope.tick();
    const namespaces = new Map<number, object>();
    const namespace = (index: number, make: () => object): object => {
      const known = namespaces.get(index);
      if (known) return known;
      const made = make();
      // One that could be changed is every environment's own.
      if (watched.addFixed(made)) namespaces.set(index, made);
      return made;
    };
    const shims = [...this.#scope.values(), tick, load, undefined, undefined, own, evaluate, namespace];
    const body = part.instantiate(shims);
    return body.call({}, {}, builtin, { exports: {} }, path, dirname(path)) as object;
  }
}

interface Evaluated {
  readonly exports: object;
  readonly watched: WatchedExports;
}

type Module = (...parameters: unknown[]) => unknown;

/** While modules are evaluated, what they remember is where all environments begin. */
function ownership(state: readonly string[], onEvaluated: (exports: unknown) => void) {
  let evaluating = 0;
  const first: OwnRecord = {};
  const make = recordMaker(state, first);
  const records = new WeakMap<InsideEnvironment, OwnRecord>();
  const own = (): OwnRecord => {
    if (evaluating > 0) return first;
    const environment = currentEnvironment();
    const known = records.get(environment);
    if (known) return known;
    const record = make();
    records.set(environment, record);
    return record;
  };
  const bracketed =
    (module: Module): Module =>
    (...parameters) => {
      evaluating += 1;
      try {
        const answer = module(...parameters);
        // Of CommonJS; others have no exports of their own.
        const [exports, whole] = parameters as [unknown, { readonly exports?: unknown }?];
        if (exports !== undefined) onEvaluated(whole?.exports ?? exports);
        return answer;
      } finally {
        evaluating -= 1;
      }
    };
  const evaluate = (module: Module | Readonly<Record<string, Module>>) =>
    typeof module === 'function'
      ? bracketed(module)
      : Object.fromEntries(Object.entries(module).map(([name, each]) => [name, bracketed(each)]));
  return { own, evaluate };
}
