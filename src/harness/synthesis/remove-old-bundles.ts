import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

const keptBundles = 256;

/** Bounds a folder of bundles: those that were made last stay. */
export function removeOldBundles(folder: string, kept: number = keptBundles): void {
  try {
    const names = readdirSync(folder);
    if (names.length <= kept) return;
    const bundles = names.map((name) => ({ path: join(folder, name), madeMs: statSync(join(folder, name)).mtimeMs }));
    bundles.sort((a, b) => b.madeMs - a.madeMs);
    for (const { path } of bundles.slice(kept)) rmSync(path, { recursive: true, force: true });
  } catch {
    // Another synthesis clears up at the same time.
  }
}
