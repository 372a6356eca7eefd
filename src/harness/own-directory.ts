import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Makes a directory in a project's `.squall`, where everything that Squall leaves in projects lies, and answers its
 * path. Git ignores all of it, whatever the project's own `.gitignore` says. Throws where it cannot be written.
 */
export function makeOwnDirectory(project: string, ...parts: readonly string[]): string {
  const own = join(project, '.squall');
  const directory = join(own, ...parts);
  mkdirSync(directory, { recursive: true });
  ignoreAll(own);
  return directory;
}

/** Has Git ignore a directory that is ours; one that says itself what is ignored stays as it is. */
export function ignoreAll(directory: string): void {
  const path = join(directory, '.gitignore');
  if (!existsSync(path)) writeFileSync(path, '*\n');
}
