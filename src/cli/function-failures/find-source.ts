import { existsSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';

/**
 * The file of the project that a source map, or a stack trace, means. Maps name sources from where the bundle was made
 * (`../../handlers/order.ts`), and the bundle now lies elsewhere: what is left without the dots is looked for in the
 * project and the directories above it; an absolute path that is not there by its end, in the project.
 */
export function findSource(source: string, project: string): string | undefined {
  const path = source.replace(/^file:\/\//, '').replace(/[?#].*$/, '');
  if (isAbsolute(path) && existsSync(path)) return path;
  const parts = path.split(/[\\/]/).filter((part) => part !== '' && part !== '.' && part !== '..');
  if (isAbsolute(path)) return byItsEnd(parts, project);
  for (let directory = project; ; directory = dirname(directory)) {
    const candidate = join(directory, ...parts);
    if (existsSync(candidate)) return candidate;
    if (dirname(directory) === directory) return undefined;
  }
}

/** A name alone would be found by chance: every project has an `index.js`. */
const partsMin = 2;

function byItsEnd(parts: readonly string[], project: string): string | undefined {
  for (let from = 0; from <= parts.length - partsMin; from += 1) {
    const candidate = join(project, ...parts.slice(from));
    if (existsSync(candidate)) return candidate;
  }
  return undefined;
}
