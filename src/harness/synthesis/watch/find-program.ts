import fs from 'node:fs';
import { basename, delimiter, dirname, isAbsolute, join, resolve, sep } from 'node:path';

const { closeSync, openSync, readSync, realpathSync, statSync } = fs;

export interface Surroundings {
  readonly directory: string;
  readonly environment: NodeJS.ProcessEnv;
}

/** The file of a program, as a shell would find it; undefined where there is none. */
export function findProgram(name: string, { directory, environment }: Surroundings): string | undefined {
  if (name.includes('/') || isAbsolute(name))
    return isFile(resolve(directory, name)) ? resolve(directory, name) : undefined;
  const folders = (environment.PATH ?? environment.Path ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, name)).find(isFile);
}

/** The program of a package that is installed above a directory, as `npx --no-install` takes it. */
export function findPackageProgram(name: string, surroundings: Surroundings): string | undefined {
  for (let folder = surroundings.directory; ; folder = dirname(folder)) {
    const path = join(folder, 'node_modules', '.bin', name);
    if (isFile(path)) return path;
    if (folder === dirname(folder)) return findProgram(name, surroundings);
  }
}

/** Whether a program is run by Node, and so is watched as the app is. */
export function isNodeProgram(path: string): boolean {
  if (/^node(?:js)?(?:\.exe)?$/.test(basename(path))) return true;
  const start = startOf(path);
  // pnpm puts shell scripts there, that start Node.
  const isShim = path.includes(`${sep}node_modules${sep}.bin${sep}`) && /^#!\/bin\/sh/.test(start);
  return isShim || /^#!.*\bnode\b/.test(start) || /\.[cm]?js$/.test(realpathOf(path));
}

function startOf(path: string): string {
  try {
    const file = openSync(path, 'r');
    try {
      const bytes = Buffer.alloc(64);
      return bytes.toString('latin1', 0, readSync(file, bytes)).split('\n')[0] ?? '';
    } finally {
      closeSync(file);
    }
  } catch {
    return '';
  }
}

export function realpathOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

function isFile(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
  } catch {
    return false;
  }
}
