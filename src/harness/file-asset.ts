import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { SquallError } from '../cloud/kernel/errors.ts';
import { type ZipMethod, zipFiles } from './zip-files.ts';

/** One file or directory to put into the bootstrap bucket. */
export interface FileAsset {
  readonly path: string;
  readonly packaging: 'zip' | 'file';
  readonly bucket: string;
  readonly key: string;
}

/** The bytes of an asset as the CDK would upload them. */
export function packAsset(asset: FileAsset, method?: ZipMethod): Uint8Array {
  if (!existsSync(asset.path)) {
    throw new SquallError('SynthesisFailed', `The asset ${asset.path} is not there.`, 'Synthesize the app again.');
  }
  if (asset.packaging === 'file') return readFileSync(asset.path);
  const files = filesBelow(asset.path).map((path) => ({
    name: relative(asset.path, path).split(sep).join('/'),
    contents: readFileSync(path),
    // A custom runtime's `bootstrap` must stay executable.
    mode: statSync(path).mode,
  }));
  return zipFiles(files, method);
}

function filesBelow(directory: string): string[] {
  return readdirSync(directory)
    .sort()
    .flatMap((name) => {
      const path = join(directory, name);
      return statSync(path).isDirectory() ? filesBelow(path) : [path];
    });
}
