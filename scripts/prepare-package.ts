/**
 * `npm pack` runs this after the build: leaves in `dist` only the declarations that the public API needs, and puts the
 * published package.json in place. restore-manifest.ts undoes the latter.
 */
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { foreignPackages, reachableDeclarations } from './declarations.ts';
import { publishedManifest, readManifest, restoreManifest, swapManifest } from './published-manifest.ts';

restoreManifest();
const manifest = publishedManifest(readManifest());
const entries = Object.values(manifest.exports).flatMap((target) =>
  typeof target === 'string' || target.types === undefined ? [] : [target.types],
);
const reachable = reachableDeclarations(entries);
const foreign = foreignPackages(reachable, [
  ...Object.keys(manifest.dependencies),
  ...Object.keys(manifest.peerDependencies),
]);
if (foreign.length > 0) {
  throw new Error(`Published types name packages that are no dependencies:\n  ${foreign.join('\n  ')}`);
}
for (const file of readdirSync('dist', { recursive: true, encoding: 'utf8' })) {
  const path = join('dist', file);
  if (path.endsWith('.d.ts') && !reachable.has(path)) rmSync(path);
}
swapManifest();
