import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Work } from '../../entangled.ts';
import { World } from '../../world.ts';
import { type DataDirectory, openDataDirectory } from '../data-directory.ts';
import type { Disk } from '../disk.ts';

/** Data directories of one test file, opened as a cloud would open them. */
export class Directories {
  readonly #open: DataDirectory[] = [];

  fresh(): string {
    return join(mkdtempSync(join(tmpdir(), 'squall-test-')), 'data');
  }

  async open(directory: string, disk?: Partial<Disk>): Promise<World> {
    const world = new World();
    this.#open.push(await openDataDirectory(directory, world, disk));
    return world;
  }

  /** Waits for checkpoints that are being written. */
  async close(): Promise<void> {
    for (const directory of this.#open.splice(0)) await directory.close();
  }
}

export function put(world: World, key: string, value: unknown): void {
  world.collection('things').set(key, value);
  world.commit();
}

/** As the pipeline does it: the changes of one call, then its commit; what cannot be written did not happen. */
export function call(world: World, key: string, value: unknown): void {
  const work: Work = {};
  world.doing(work, () => world.collection('things').set(key, value));
  world.commit(work);
}

export const contentsOf = (world: World): Record<string, unknown> =>
  Object.fromEntries(world.collection('things').entries());
