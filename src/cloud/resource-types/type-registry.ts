import { lazy } from '../kernel/lazy.ts';
import type { ValueType } from './specification.ts';

/** `registry.json`: what the registry knows of a type beside its properties. Made by `scripts/generate-resource-spec.ts`. */
export interface RegistryEntry {
  /** The primary identifier: names of properties or attributes. */
  readonly i: readonly string[];
  /** Attributes that are no text. */
  readonly x?: Readonly<Record<string, ValueType>>;
}

/** By type; read when it is first asked for. */
export const loadTypeRegistry = lazy(
  (): Promise<Readonly<Record<string, RegistryEntry>>> =>
    import('./registry.json', { with: { type: 'json' } }).then(
      (module) => Object.assign(Object.create(null), module.default) as Readonly<Record<string, RegistryEntry>>,
    ),
);
