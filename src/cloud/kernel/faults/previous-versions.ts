import { BoundedMap } from '../bounded-map.ts';
import type { Snapshot, World } from '../world.ts';
import { isWrite } from './fault-model.ts';
import type { FaultTarget } from './faults.ts';

interface Remembered {
  readonly at: number;
  readonly contents: Snapshot;
  /** Of these contents, once somebody has asked. */
  world?: World;
}

/** Each of them keeps alive what was there before. */
const resourcesMax = 100;

/**
 * The world as it was before the last write to each resource, for eventual reads. Kept only while there are
 * faults; a fork copies nothing.
 */
export class PreviousVersions {
  readonly #world: World;
  readonly #before = new BoundedMap<string, Remembered>(resourcesMax);
  #writes = 0;

  constructor(world: World) {
    this.#world = world;
  }

  /** Called ahead of every operation; writes of several resources (transactions) stand for all of the service. */
  note({ service, operation, resource, model }: FaultTarget): void {
    if (!model.hasEventualReads || !isWrite(model, operation)) return;
    this.#writes += 1;
    this.#before.set(`${service}/${resource ?? '*'}`, { at: this.#writes, contents: this.#world.contents() });
  }

  /** The world before the last write to the resource; undefined when nothing was written since there are faults. */
  before({ service, resource }: FaultTarget): World | undefined {
    const found = [this.#before.get(`${service}/${resource ?? '*'}`), this.#before.get(`${service}/*`)];
    const [last] = found.filter((each) => each !== undefined).sort((a, b) => b.at - a.at);
    if (!last) return undefined;
    last.world ??= this.#world.fork(last.contents);
    return last.world;
  }

  forget(): void {
    this.#before.clear();
  }
}
