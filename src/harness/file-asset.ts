import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { type Zippable, zipSync } from 'fflate';
import { SquallError } from '../cloud/kernel/errors.ts';

/** One file or directory to put into the bootstrap bucket. */
export interface FileAsset {
  readonly path: string;
  readonly packaging: 'zip' | 'file';
  readonly bucket: string;
  readonly key: string;
}

/** The bytes of an asset as the CDK would upload them. */
export function packAsset(asset: FileAsset): Uint8Array {
  if (!existsSync(asset.path)) {
    throw new SquallError('SynthesisFailed', `The asset ${asset.path} is not there.`, 'Synthesize the app again.');
  }
  if (asset.packaging === 'file') return readFileSync(asset.path);
  const files: Zippable = {};
  for (const path of filesBelow(asset.path)) {
    // Unix modes: a custom runtime's `bootstrap` must stay executable.
    const attrs = (statSync(path).mode << 16) >>> 0;
    files[relative(asset.path, path).split(sep).join('/')] = [readFileSync(path), { os: 3, attrs }];
  }
  // A fixed time, so that equal contents give equal bytes; level 1 because the archive only crosses this machine.
  return zipSync(files, { level: 1, mtime: new Date(1980, 0, 1) });
}

function filesBelow(directory: string): string[] {
  return readdirSync(directory)
    .sort()
    .flatMap((name) => {
      const path = join(directory, name);
      return statSync(path).isDirectory() ? filesBelow(path) : [path];
    });
}
