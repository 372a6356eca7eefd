import { BoundedMap } from '../bounded-map.ts';
import type { World } from '../world.ts';

interface Remembered {
  readonly at: number;
  readonly world: World;
}

/** Each of them keeps alive what was there before. */
const resourcesMax = 100;

const reading = /^(?:Get|List|Describe|Query|Scan|BatchGet|TransactGet|Head|Receive)/;

/**
 * The world as it was before the last write to each resource, for reads that see the past. Kept only while the faults
 * is not calm; a fork copies nothing.
 */
export class PreviousVersions {
  readonly #world: World;
  readonly #before = new BoundedMap<string, Remembered>(resourcesMax);
  #writes = 0;

  constructor(world: World) {
    this.#world = world;
  }

  /** Called ahead of every operation; writes of several resources (transactions) stand for all of the service. */
  note(service: string, operation: string, resource: string | undefined): void {
    if (service !== 'dynamodb' || reading.test(operation)) return;
    this.#writes += 1;
    this.#before.set(`${service}/${resource ?? '*'}`, { at: this.#writes, world: this.#world.fork() });
  }

  /** The world before the last write to the resource; undefined when nothing was written since the faults turned. */
  before(service: string, resource: string | undefined): World | undefined {
    const found = [this.#before.get(`${service}/${resource ?? '*'}`), this.#before.get(`${service}/*`)];
    return found.filter((each) => each !== undefined).sort((a, b) => b.at - a.at)[0]?.world;
  }

  forget(): void {
    this.#before.clear();
  }
}
