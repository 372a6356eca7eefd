import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Script } from 'node:vm';
import { BoundedMap } from '../../../../../kernel/bounded-map.ts';
import { instrument } from './instrument.ts';

/** A compiled file: called with the shims names it answers the function that runs the module. */
export interface Compiled {
  readonly isModule: boolean;
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
  const script = new Script(codeOf(source, filename, isModule, shims), { filename });
  const factory = script.runInThisContext() as (...shims: readonly unknown[]) => (...parameters: unknown[]) => unknown;
  const made: Compiled = { isModule, instantiate: (values) => factory(...values) };
  compiled.set(id, made);
  return made;
}

function codeOf(source: string, filename: string, isModule: boolean, shims: readonly string[]): string {
  try {
    return instrument(source, isModule, shims).code;
  } catch (error) {
    // What the parser does not understand may be newer than it: the engine has the last word, and tells it better.
    if (isModule) throw error;
    new Script(`(function () {${source}\n})`, { filename });
    throw error;
  }
}
