import { promisify } from 'node:util';

export type Fn = (...parameters: unknown[]) => unknown;
export type Defer = (run: () => void) => void;

/**
 * The asynchronous function with its synchronous twin behind it: it works in a later turn of the environment's own loop.
 * Node would work in other threads, which end in any order; here work ends in the order in which it began, in every run.
 */
export function inTurn(real: Fn, twin: Fn, defer: Defer, spread: (result: unknown) => unknown[] = (one) => [one]): Fn {
  const run: Fn = (...parameters) => {
    const done = parameters.pop();
    // The real function says what is wrong with its callback.
    if (typeof done !== 'function') return real(...parameters, done);
    defer(() => {
      let result: unknown;
      try {
        result = twin(...parameters);
      } catch (error) {
        done(error);
        return;
      }
      done(null, ...spread(result));
    });
    return undefined;
  };
  return withSymbolsOf(real, run);
}

/** The same for functions that answer a promise. */
export const promisedInTurn =
  (twin: Fn, defer: Defer): Fn =>
  (...parameters) =>
    new Promise((resolve, reject) => {
      defer(() => {
        try {
          resolve(twin(...parameters));
        } catch (error) {
          reject(error as Error);
        }
      });
    });

/** `util.promisify` reads the names of several results from a symbol; a whole function of its own would lead past us. */
export function withSymbolsOf(real: Fn, made: Fn): Fn {
  for (const symbol of Object.getOwnPropertySymbols(real)) {
    const descriptor = Object.getOwnPropertyDescriptor(real, symbol);
    if (symbol !== promisify.custom && descriptor) Object.defineProperty(made, symbol, descriptor);
  }
  return made;
}
