import type { World } from '../../../kernel/world.ts';
import { compileApi, type Location } from '../compile/compile-api.ts';
import type { CompiledApi } from '../compile/compiled-api.ts';
import { type ApiRecord, httpApiState, serviceName } from '../state.ts';

/**
 * Finds APIs by their ids, whatever account and region they are in, and keeps what was compiled from their records. A
 * record stands for one revision of its API, so nothing kept here is ever out of date; `clear` only frees memory.
 */
export class ApiDirectory {
  readonly #world: World;
  readonly #locations = new Map<string, Location>();
  #compiled = new WeakMap<ApiRecord, CompiledApi>();

  constructor(world: World) {
    this.#world = world;
  }

  /** The API as it is at this moment; undefined when no account has one of that id. */
  find(apiId: string): CompiledApi | undefined {
    const location = this.#locations.get(apiId);
    const record = (location && this.#read(apiId, location)) ?? this.#search(apiId);
    if (!record) return undefined;
    let compiled = this.#compiled.get(record);
    if (!compiled) {
      compiled = compileApi(this.#world, record, this.#locations.get(apiId) ?? unplaced(apiId));
      this.#compiled.set(record, compiled);
    }
    return compiled;
  }

  clear(): void {
    this.#locations.clear();
    this.#compiled = new WeakMap();
  }

  #read(apiId: string, { account, region }: Location): ApiRecord | undefined {
    return httpApiState(this.#world.scope(serviceName, account, region)).apis.get(apiId);
  }

  /** Looks through all accounts and regions: the first request to an API alone pays for it. */
  #search(apiId: string): ApiRecord | undefined {
    for (const name of this.#world.names(`${serviceName}/`)) {
      const [, account, region, collection] = name.split('/');
      if (collection !== 'apis' || account === undefined || region === undefined) continue;
      const record = this.#read(apiId, { account, region });
      if (!record) continue;
      this.#locations.set(apiId, { account, region });
      return record;
    }
    this.#locations.delete(apiId);
    return undefined;
  }
}

const unplaced = (apiId: string): never => {
  throw new Error(`the API ${apiId} was found nowhere`);
};
