import type { PackagePlaces } from './resolve-module.ts';

/** The shims names of an environment, in one order, and what they stand for there. */
export interface ShimmedScope {
  readonly names: readonly string[];
  readonly values: readonly unknown[];
  /** Called by loops. */
  readonly tick: () => void;
  /** Called before a module is evaluated: what compiling it took is none of its own time. */
  readonly enter: () => void;
  readonly builtin: (name: string) => object;
  readonly refuse: (what: string) => Error;
  /** For bare names. */
  readonly packages: PackagePlaces;
}
