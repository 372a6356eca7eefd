import fs from 'node:fs';
import { dirname, join } from 'node:path';
import { digestOf, type InputState, isAsItWas } from './file-stamp.ts';

/** A run of esbuild that went well: what it was made of, and what came out. */
export interface KeptBundle {
  readonly inputs: readonly InputState[];
  /** By their names beside the output. */
  readonly outputs: readonly KeptOutput[];
  readonly stdout: string;
  readonly stderr: string;
}

interface KeptOutput {
  readonly name: string;
  readonly digest: string;
}

const entryName = 'bundle.json';

/** Bundles by what they were run with: `FOLDER/KEY/bundle.json`, with the outputs beside it. */
export class BundleCache {
  readonly #folder: string;
  /** Bundles share most of their files: each is looked at once by a process. */
  readonly #unchanged = new Map<string, boolean>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  static keyOf = (identity: readonly string[]): string => digestOf(JSON.stringify(identity)).slice(0, 32);

  /** The bundle of a run, if all that it was made of is as it was. */
  find(key: string): KeptBundle | undefined {
    try {
      const kept = JSON.parse(fs.readFileSync(join(this.#folder, key, entryName), 'utf8')) as KeptBundle;
      return kept.inputs.every((input) => this.#isUnchanged(input)) ? kept : undefined;
    } catch {
      return undefined;
    }
  }

  /** Puts outputs where the run would have put them. They are copies: what is done to them is not done to the cache. */
  restore(key: string, { outputs }: KeptBundle, folder: string): boolean {
    try {
      for (const { name } of outputs) {
        const target = join(folder, name);
        fs.mkdirSync(dirname(target), { recursive: true });
        fs.copyFileSync(join(this.#folder, key, 'outputs', name), target, fs.constants.COPYFILE_FICLONE);
      }
      return true;
    } catch {
      return false;
    }
  }

  /** Keeps a bundle; a cache that cannot be written is none. */
  keep(key: string, bundle: KeptBundle, folder: string): void {
    const draft = join(this.#folder, `${key}.${process.pid}`);
    try {
      for (const { name } of bundle.outputs) {
        const target = join(draft, 'outputs', name);
        fs.mkdirSync(dirname(target), { recursive: true });
        fs.copyFileSync(join(folder, name), target, fs.constants.COPYFILE_FICLONE);
      }
      fs.writeFileSync(join(draft, entryName), JSON.stringify(bundle));
      // Put in place by rename: a synthesis that runs at the same time never sees half a bundle.
      fs.rmSync(join(this.#folder, key), { recursive: true, force: true });
      fs.renameSync(draft, join(this.#folder, key));
    } catch {
      fs.rmSync(draft, { recursive: true, force: true });
    }
  }

  #isUnchanged(input: InputState): boolean {
    const [path, digest] = input;
    const id = `${digest} ${path}`;
    const known = this.#unchanged.get(id);
    if (known !== undefined) return known;
    const isSame = isAsItWas(input);
    this.#unchanged.set(id, isSame);
    return isSame;
  }
}
