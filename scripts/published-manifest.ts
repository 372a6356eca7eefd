import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

/** Targets of an export by condition, or the one target. */
type Export = string | Readonly<Record<string, string>>;

export interface Manifest {
  readonly name: string;
  readonly exports: Readonly<Record<string, Export>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly publishConfig: Readonly<Record<string, unknown>>;
  readonly [field: string]: unknown;
}

/** What only a clone needs. `private` keeps `npm publish` from taking a clone; the tarball is what is published. */
const ofTheClone = new Set(['private', 'scripts', 'devDependencies', 'allowScripts', 'publishConfig']);

/**
 * The manifest as the tarball has it: what `publishConfig` says on top of the clone's, and no condition that leads to
 * sources, which the tarball does not hold.
 */
export function publishedManifest({ publishConfig, ...manifest }: Manifest): Manifest {
  const kept = Object.entries(manifest).filter(([field]) => !ofTheClone.has(field));
  const exports = Object.entries(manifest.exports).map(([path, target]) => [path, withoutSources(target)]);
  return { ...Object.fromEntries(kept), ...publishConfig, exports: Object.fromEntries(exports) } as Manifest;
}

function withoutSources(target: Export): Export {
  if (typeof target === 'string') return target;
  return Object.fromEntries(Object.entries(target).filter(([condition]) => condition !== 'squall-source'));
}

const cache = 'node_modules/.cache';
const saved = `${cache}/squall-package.json`;

export const readManifest = (): Manifest => JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;

/** Puts the published manifest in place of the clone's, which is kept aside until `restoreManifest`. */
export function swapManifest(): void {
  const published = publishedManifest(readManifest());
  mkdirSync(cache, { recursive: true });
  copyFileSync('package.json', saved);
  writeFileSync('package.json', `${JSON.stringify(published, null, 2)}\n`);
}

/** Undoes `swapManifest`, also that of a pack that was interrupted. */
export function restoreManifest(): void {
  if (existsSync(saved)) renameSync(saved, 'package.json');
}
