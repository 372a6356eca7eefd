import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export type Command = readonly [program: string, ...args: string[]];

/** How the smoke of one language is fetched, built and run. */
export interface Toolchain {
  readonly name: 'Go' | 'Java' | 'Rust';
  readonly directory: string;
  /** Variables that keep the toolchain from the network. */
  readonly offline: Readonly<Record<string, string>>;
  /** All of them succeed, within seconds and offline, where the smoke can be built and run. */
  readonly needs: readonly Command[];
  /** Offline, of what was fetched. */
  readonly build: readonly Command[];
  /** Downloads what the lockfile names, and builds it. */
  readonly fetch: readonly Command[];
  /** Runs what was built. */
  command(): Command;
}

const folder = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const program = process.platform === 'win32' ? 'smoke.exe' : 'smoke';

export const go: Toolchain = {
  name: 'Go',
  directory: folder('go'),
  offline: { GOPROXY: 'off', GOTOOLCHAIN: 'local', GOFLAGS: '-mod=readonly' },
  // Compiled packages are in Go's cache; those that are not would take minutes.
  needs: [['go', 'list', '-deps', '.']],
  build: [['go', 'build', '-o', join('target', program), '.']],
  fetch: [['go', 'build', '-o', join('target', program), '.']],
  command: () => [join(folder('go'), 'target', program)],
};

const classpath = ['dependency:build-classpath', `-Dmdep.outputFile=${join('target', 'classpath')}`] as const;

export const java: Toolchain = {
  name: 'Java',
  directory: folder('java'),
  offline: {},
  needs: [
    ['javac', '--release', '17', '-version'],
    ['mvn', '--offline', '--batch-mode', '--quiet', ...classpath],
  ],
  build: [],
  fetch: [['mvn', '--batch-mode', '--quiet', ...classpath]],
  // Java compiles a single file by itself.
  command: () => {
    const jars = readFileSync(join(folder('java'), 'target', 'classpath'), 'utf8').trim();
    return ['java', '-Dfile.encoding=UTF-8', '-cp', jars, 'Smoke.java'];
  },
};

export const rust: Toolchain = {
  name: 'Rust',
  directory: folder('rust'),
  offline: { CARGO_NET_OFFLINE: 'true' },
  // Crates that were fetched and not yet built would take a quarter of an hour.
  needs: [
    ['cargo', 'metadata', '--locked', '--format-version', '1'],
    [join(folder('rust'), 'target', 'debug', program), '--version'],
  ],
  build: [['cargo', 'build', '--locked', '--quiet']],
  fetch: [['cargo', 'build', '--locked']],
  command: () => [join(folder('rust'), 'target', 'debug', program)],
};
