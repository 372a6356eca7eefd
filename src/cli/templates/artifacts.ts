import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { packAsset } from '../../harness/file-asset.ts';
import type { S3Place } from './local-paths.ts';

/** The files of an assembly, each once, under the hash of its contents. */
export class Artifacts {
  readonly #directory: string;
  readonly #bucket: string;
  readonly #files = new Map<string, string>();

  constructor(directory: string, bucket: string) {
    this.#directory = directory;
    this.#bucket = bucket;
  }

  /** A directory as an archive. */
  addDirectory(path: string): S3Place {
    return this.add(packAsset({ path, packaging: 'zip', bucket: '', key: '' }), '.zip');
  }

  addFile(path: string): S3Place {
    return this.add(packAsset({ path, packaging: 'file', bucket: '', key: '' }), extname(path));
  }

  add(contents: Uint8Array | string, ending: string): S3Place {
    const hash = createHash('sha256').update(contents).digest('hex');
    const key = `${hash}${ending}`;
    if (!this.#files.has(key)) writeFileSync(join(this.#directory, key), contents);
    this.#files.set(key, hash);
    return { bucket: this.#bucket, key };
  }

  /** As the CDK's asset manifests tell them. */
  manifest(): object {
    const files = Array.from(this.#files.keys(), (key) => [
      key,
      { source: { path: key, packaging: 'file' }, destinations: { d: { bucketName: this.#bucket, objectKey: key } } },
    ]);
    return { version: '36.0.0', files: Object.fromEntries(files) as unknown };
  }
}
