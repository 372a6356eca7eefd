import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/** Package managers write one at the root of a workspace. */
export const lockFiles = ['package-lock.json', 'yarn.lock', 'pnpm-lock.yaml', 'bun.lock', 'bun.lockb'];

/**
 * The directory that a project's sources lie in: in a workspace, apps take files of other packages. It is the first one
 * upwards that has a lock file or is a repository.
 */
export function projectRootOf(directory: string): string {
  for (let folder = directory; folder !== dirname(folder) && folder !== homedir(); folder = dirname(folder)) {
    if ([...lockFiles, '.git'].some((name) => existsSync(join(folder, name)))) return folder;
  }
  return directory;
}

/** What an installation of packages changes, for every directory from an app's up to its root. */
export function installationFiles(directory: string, root: string): string[] {
  const names = [...lockFiles, join('node_modules', '.package-lock.json'), join('node_modules', '.modules.yaml')];
  const folders: string[] = [];
  for (let folder = directory; ; folder = dirname(folder)) {
    folders.push(folder);
    if (folder === root || folder === dirname(folder)) break;
  }
  return folders.flatMap((folder) => names.map((name) => join(folder, name)));
}
