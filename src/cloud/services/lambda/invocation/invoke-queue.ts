import type { Environment } from './environment.ts';

/** An invoke that waits for an execution environment. */
export interface WaitingInvoke {
  readonly create: () => Environment;
  readonly resolve: (environment: Environment) => void;
  readonly reject: (error: unknown) => void;
}

/** Invokes that wait: first come, first served among those of one function, and the functions in turn. */
export class InvokeQueue {
  /** By function version and revision; whose turn comes first is first. */
  readonly #byKey = new Map<string, WaitingInvoke[]>();

  get isEmpty(): boolean {
    return this.#byKey.size === 0;
  }

  count(key: string): number {
    return this.#byKey.get(key)?.length ?? 0;
  }

  add(key: string, invoke: WaitingInvoke): void {
    const waiting = this.#byKey.get(key);
    if (waiting) waiting.push(invoke);
    else this.#byKey.set(key, [invoke]);
  }

  /** Of a nested invoke, which others wait for: chains are finished before new ones begin. */
  addFirst(key: string, invoke: WaitingInvoke): void {
    const waiting = this.#byKey.get(key);
    if (waiting) waiting.unshift(invoke);
    else this.#byKey.set(key, [invoke]);
  }

  first(key: string): WaitingInvoke | undefined {
    return this.#byKey.get(key)?.[0];
  }

  take(key: string): WaitingInvoke | undefined {
    const waiting = this.#byKey.get(key);
    const invoke = waiting?.shift();
    if (waiting?.length === 0) this.#byKey.delete(key);
    return invoke;
  }

  /** Takes one out that gives up. */
  remove(key: string, invoke: WaitingInvoke): void {
    const left = this.#byKey.get(key)?.filter((other) => other !== invoke) ?? [];
    if (left.length === 0) this.#byKey.delete(key);
    else this.#byKey.set(key, left);
  }

  /** It had its turn: it is asked last from now on. */
  yieldTurn(key: string): void {
    const waiting = this.#byKey.get(key);
    if (!waiting) return;
    this.#byKey.delete(key);
    this.#byKey.set(key, waiting);
  }

  /** In the order of their turns, with how many invokes of each wait. */
  *keys(): Iterable<readonly [key: string, count: number]> {
    for (const [key, waiting] of this.#byKey) yield [key, waiting.length];
  }

  rejectAll(error: () => Error): void {
    const all = [...this.#byKey.values()].flat();
    this.#byKey.clear();
    for (const invoke of all) invoke.reject(error());
  }
}
