import { existsSync, readFileSync } from 'node:fs';
import { dirname, isAbsolute, join, normalize, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/**
 * The file of the project that a source of a map is, as a `file:` URL; undefined where there is none. The map was made
 * somewhere else, in a directory of the bundler's that is not known any more, and names its sources from there:
 * `../../handlers/order.ts`. What follows the steps upwards is looked for below the project's directory and all those
 * that it is in, the nearest first; a file with the content that the map has of it wins over one that merely has its name.
 */
export function findSource(source: string, project: string, content: string | undefined): string | undefined {
  const absolute = absolutePath(source);
  if (absolute !== undefined) return existsSync(absolute) ? pathToFileURL(absolute).href : undefined;
  // What else has a scheme: webpack://shop/./src/order.ts
  const path = source.replace(/^[a-z][a-z+.-]*:\/\/[^/]*\//i, '');
  const steps = normalize(path)
    .split(/[\\/]/)
    .filter((step) => step !== '..' && step !== '.');
  const found = ancestors(project)
    .map((directory) => join(directory, ...steps))
    .filter((file) => existsSync(file));
  const best = found.find((file) => content !== undefined && isSame(file, content)) ?? found[0];
  return best === undefined ? undefined : pathToFileURL(best).href;
}

function absolutePath(source: string): string | undefined {
  if (source.startsWith('file:')) return fileURLToPath(source);
  return isAbsolute(source) ? source : undefined;
}

function ancestors(directory: string): string[] {
  const own = resolve(directory);
  const parent = dirname(own);
  return parent === own ? [own] : [own, ...ancestors(parent)];
}

function isSame(file: string, content: string): boolean {
  try {
    return readFileSync(file, 'utf8') === content;
  } catch {
    // A directory of that name, say.
    return false;
  }
}
