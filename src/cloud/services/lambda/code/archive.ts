import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { planFiles } from './file-plan.ts';
import { inflateEntry } from './inflate-entry.ts';
import { SdkImports } from './sdk-imports.ts';

/**
 * Inflates all that an archive has and keeps none of it; answers which packages of AWS's SDKs its code expects of the
 * runtime. Throws ArchiveError where it could not be unpacked.
 */
export function checkArchive(zip: Uint8Array): readonly string[] {
  const imports = new SdkImports();
  for (const [path, { entry }] of planFiles([zip]).files) imports.add(path, inflateEntry(zip, entry));
  return imports.missing;
}

/**
 * Unpacks archives over each other into `directory`, which must be new. Links come last: no file is written through one.
 * Throws ArchiveError; what was written until then stays.
 */
export function unpackArchives(zips: readonly Uint8Array[], directory: string): void {
  const plan = planFiles(zips);
  mkdirSync(directory, { recursive: true });
  for (const path of plan.directories) mkdirSync(join(directory, path));
  for (const [path, { zip, entry }] of plan.files) {
    const file = join(directory, path);
    writeFileSync(file, inflateEntry(zip, entry));
    // Everybody may read: AWS runs the function as another user than the one who packed it.
    chmodSync(file, entry.mode | 0o444);
  }
  for (const [path, target] of plan.links) symlinkSync(target, join(directory, path));
}
