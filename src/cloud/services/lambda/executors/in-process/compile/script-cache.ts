import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Script } from 'node:vm';
import { BoundedMap } from '../../../../../kernel/bounded-map.ts';
import type { Instrumented } from './instrument.ts';
import { keptInstrumented } from './kept-instrumented.ts';

/** A compiled file: called with the shims names it answers the function that runs the module. */
export interface Compiled {
  readonly isModule: boolean;
  /** What of it environments share, evaluated once for all of them. */
  readonly shared: SharedPart | undefined;
  instantiate(shims: readonly unknown[]): (...parameters: unknown[]) => unknown;
}

export interface SharedPart {
  /** What each environment has of its own, by name. */
  readonly state: readonly string[];
  instantiate(shims: readonly unknown[]): (...parameters: unknown[]) => unknown;
}

/** Far more than the functions of one project have; a session of days compiles new code at each change. */
const filesMax = 2000;

/** By path: see `resolve-module.ts` for why a file need not be read twice. */
const byPath = new BoundedMap<string, Compiled>(filesMax);

/** The file at a path, compiled. */
export function compileFile(path: string, isModule: boolean, shims: readonly string[]): Compiled {
  const key = `${isModule} ${path}`;
  const known = byPath.get(key);
  if (known) return known;
  const made = compile(readFileSync(path, 'utf8'), path, isModule, shims);
  byPath.set(key, made);
  return made;
}

/** Compiled once in this process, whichever cloud asks: a fresh instance of a bundle then costs what its own code does. */
const compiled = new BoundedMap<string, Compiled>(filesMax);

/** Compiles a source for instances in this process. Throws the engine's own `SyntaxError` for what is no program. */
function compile(source: string, filename: string, isModule: boolean, shims: readonly string[]): Compiled {
  const hash = createHash('sha1').update(source).digest('base64');
  const id = `${hash}/${isModule}/${filename.split('/').at(-1)}`;
  const known = compiled.get(id);
  if (known) return known;
  const { code, shared } = instrumented(source, filename, isModule, shims);
  const made: Compiled = {
    isModule,
    instantiate: factoryOf(code, filename),
    shared: shared && { state: shared.state, instantiate: factoryOf(shared.code, filename) },
  };
  compiled.set(id, made);
  return made;
}

/** Where packages are unpacked: stacks and logs tell of the place where functions lie on Lambda. */
const unpacked = /^.*\/lambda\/code\/[0-9a-f]+\//;

function factoryOf(code: string, filename: string): SharedPart['instantiate'] {
  const script = new Script(code, { filename: filename.replace(unpacked, '/var/task/') });
  const factory = script.runInThisContext() as (...shims: readonly unknown[]) => (...parameters: unknown[]) => unknown;
  return (values) => factory(...values);
}

function instrumented(source: string, filename: string, isModule: boolean, shims: readonly string[]): Instrumented {
  try {
    return keptInstrumented(source, isModule, shims);
  } catch (error) {
    // What the parser does not understand may be newer than it: the engine has the last word, and tells it better.
    if (isModule) throw error;
    new Script(`(function () {${source}\n})`, { filename });
    throw error;
  }
}
