import { createRequire } from 'node:module';
import type jsonata from 'jsonata';
import { lazy } from '../../../../kernel/lazy.ts';
import { LinearRegex } from './linear-regex.ts';

/** What is used of an expression that JSONata has read. */
interface ReadExpression {
  ast(): unknown;
  /** By a symbol, one of JSONata's hooks: `jsonata.__evaluate_entry`. */
  assign(name: string | symbol, value: unknown): void;
  registerFunction(name: string, implementation: () => unknown, signature: string): void;
  evaluate(input: unknown, bindings?: Record<string, unknown>): Promise<unknown>;
}

type Read = (text: string, options: { readonly RegexEngine: typeof LinearRegex }) => ReadExpression;

/**
 * Loaded by the first expression: most clouds never have one. JSONata's own types are those of its version 1.7, which knew
 * neither hooks nor engines as they are now.
 */
const read = lazy((): Read => {
  const library: unknown = createRequire(import.meta.url)('jsonata') as typeof jsonata;
  return library as Read;
});

/**
 * Reads an expression. JSONata keeps the engine of regular expressions for all of them at once: one that is read without it
 * would give all others another. Throws JSONata's errors.
 */
export const readExpression = (text: string): ReadExpression => read()(text, { RegexEngine: LinearRegex });
