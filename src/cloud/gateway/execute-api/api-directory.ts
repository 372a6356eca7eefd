import type { Collection } from '../../kernel/collection.ts';
import type { Scope } from '../../kernel/scope.ts';
import type { World } from '../../kernel/world.ts';

/** Of which service APIs are found, and how requests meet one. */
export interface Directory<ApiRecord extends object, Api> {
  readonly service: string;
  /** The service's collection of its APIs, by their ids. */
  readonly collection: string;
  /** Reads everything that requests to an API need. */
  readonly compile: (record: ApiRecord, scope: Scope) => Api;
}

/** Collections stay the same, so that they are opened once for all requests. */
interface Place<ApiRecord> {
  readonly scope: Scope;
  readonly records: Collection<ApiRecord>;
}

/**
 * Finds APIs by their ids, whatever account and region they are in, and keeps what was compiled from their records. A
 * record stands for one revision of its API, so nothing kept here is ever out of date; `clear` only frees memory.
 */
export class ApiDirectory<ApiRecord extends object, Api> {
  readonly #world: World;
  readonly #of: Directory<ApiRecord, Api>;
  readonly #places = new Map<string, Place<ApiRecord>>();
  #compiled = new WeakMap<ApiRecord, Api>();

  constructor(world: World, of: Directory<ApiRecord, Api>) {
    this.#world = world;
    this.#of = of;
  }

  /** The API as it is at this moment; undefined when no account has one of that id. */
  find(apiId: string): Api | undefined {
    let place = this.#places.get(apiId);
    let record = place?.records.get(apiId);
    if (!record) {
      place = this.#search(apiId);
      record = place?.records.get(apiId);
    }
    if (!place || !record) return undefined;
    let api = this.#compiled.get(record);
    if (api === undefined) {
      api = this.#of.compile(record, place.scope);
      this.#compiled.set(record, api);
    }
    return api;
  }

  clear(): void {
    this.#places.clear();
    this.#compiled = new WeakMap();
  }

  /** Looks through all accounts and regions: the first request to an API alone pays for it. */
  #search(apiId: string): Place<ApiRecord> | undefined {
    const { service, collection } = this.#of;
    for (const name of this.#world.names(`${service}/`)) {
      const [, account, region, kind] = name.split('/');
      if (kind !== collection || account === undefined || region === undefined) continue;
      const records = this.#world.collection<ApiRecord>(name);
      if (!records.has(apiId)) continue;
      const place = { scope: { account, region }, records };
      this.#places.set(apiId, place);
      return place;
    }
    this.#places.delete(apiId);
    return undefined;
  }
}
