import type { Collection } from '../kernel/collection.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Scope } from '../kernel/scope.ts';
import type { SourcePoller } from './source-poller.ts';

/** The records of one service that want a poller: mappings, pipes, delivery streams with a source. */
export interface Polled<R> {
  /** Of the service's state and of the collection that holds them, as the world names them. */
  readonly service: string;
  readonly collection: string;
  records(scope: Scope): Pick<Collection<R>, 'get' | 'keys'>;
  /** Undefined where nothing is to be polled; another text than before wants another poller. */
  version(record: R): string | undefined;
  open(scope: Scope, key: string, record: R): SourcePoller;
}

/** Keeps one poller for each record of the world that wants one, in whatever account and region. */
export class Pollers<R> {
  readonly #kernel: Pick<Kernel, 'world'>;
  readonly #polled: Polled<R>;
  readonly #pollers = new Map<string, { readonly version: string; readonly poller: SourcePoller }>();
  #isClosed = false;

  constructor(kernel: Pick<Kernel, 'world'>, polled: Polled<R>) {
    this.#kernel = kernel;
    this.#polled = polled;
    // Those of a data directory are there already.
    this.#followAll();
  }

  /** A record was made, changed or deleted. */
  follow({ account, region }: Scope, key: string): void {
    const scope = { account, region };
    const place = placeOf(scope, key);
    const known = this.#pollers.get(place);
    const record = this.#polled.records(scope).get(key);
    const version = record && this.#polled.version(record);
    if (known && known.version === version) {
      known.poller.look();
      return;
    }
    known?.poller.stop();
    this.#pollers.delete(place);
    if (record === undefined || version === undefined || this.#isClosed) return;
    this.#pollers.set(place, { version, poller: this.#polled.open(scope, key, record) });
  }

  /** There may be something for it again. */
  look(scope: Scope, key: string): void {
    this.#pollers.get(placeOf(scope, key))?.poller.look();
  }

  /** The world was replaced: it says anew what there is. */
  forget(): void {
    this.#abandonAll();
    this.#followAll();
  }

  close(): void {
    this.#isClosed = true;
    this.#abandonAll();
  }

  #abandonAll(): void {
    for (const { poller } of this.#pollers.values()) poller.abandon();
    this.#pollers.clear();
  }

  #followAll(): void {
    for (const name of this.#kernel.world.names(`${this.#polled.service}/`)) {
      const [, account = '', region = '', collection] = name.split('/');
      if (collection !== this.#polled.collection) continue;
      for (const key of [...this.#polled.records({ account, region }).keys()]) this.follow({ account, region }, key);
    }
  }
}

const placeOf = ({ account, region }: Scope, key: string): string => `${account} ${region} ${key}`;
