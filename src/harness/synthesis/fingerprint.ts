import { createHash } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { generatedDirectories } from '../generated-directories.ts';

const skipped: ReadonlySet<string> = new Set([...generatedDirectories, '.git', '.squall']);

/** Of names, sizes and times of all files of a project: for apps of which nobody knows what they read. */
export function fingerprintOf(directory: string): string {
  const hash = createHash('sha256');
  const visit = (path: string): void => {
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      if (skipped.has(entry.name)) continue;
      const full = join(path, entry.name);
      if (entry.isDirectory()) visit(full);
      else if (entry.isFile()) {
        const { size, mtimeMs } = statSync(full);
        hash.update(`${full}:${size}:${mtimeMs}\n`);
      }
    }
  };
  visit(directory);
  return hash.digest('hex').slice(0, 16);
}
