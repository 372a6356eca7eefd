import { AsyncLocalStorage } from 'node:async_hooks';
import type { ShimmedScope } from './shimmed-scope.ts';

/** Hears of asynchronous resources, as `async_hooks` tells of them. */
export interface ResourceListener {
  tell(kind: ResourceEvent, id: number, type?: string, trigger?: number, resource?: object): void;
}

export type ResourceEvent = 'init' | 'before' | 'after' | 'promiseResolve';

/** An environment, as whoever finds its code running knows it. */
export interface InsideEnvironment {
  readonly scope: ShimmedScope;
  readonly asyncHooks: ResourceListener;
  nowMs(): number;
  /** An error that nobody caught. */
  fail(what: string, error: unknown, status: number): void;
}

/** Which in-process environment's code is running, also in what it left behind for later. */
export const inside = new AsyncLocalStorage<InsideEnvironment>();

/** For code that environments share, and that runs in none but one of them. */
export function currentEnvironment(): InsideEnvironment {
  const environment = inside.getStore();
  if (!environment) throw new Error('Invariant violated: code that environments share runs in one of them');
  return environment;
}
