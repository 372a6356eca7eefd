import type { BackgroundWork } from '../background-work.ts';
import type { Fn } from './in-turn.ts';

/** `WebAssembly`, whose compilations in other threads are counted. */
export function countedWebAssembly(work: BackgroundWork): object {
  const { WebAssembly: real } = globalThis as unknown as { readonly WebAssembly: Readonly<Record<string, Fn>> };
  const counted = (name: 'compile' | 'instantiate') => ({
    value: (...parameters: unknown[]) => work.promise(real[name]?.(...parameters) as Promise<unknown>),
    configurable: true,
    writable: true,
  });
  return Object.create(real, { compile: counted('compile'), instantiate: counted('instantiate') }) as object;
}
