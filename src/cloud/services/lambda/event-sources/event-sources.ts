import { QueuePoller } from '../../../event-sources/queues/queue-poller.ts';
import type { SourcePoller } from '../../../event-sources/source-poller.ts';
import { openStream } from '../../../event-sources/streams/open-stream.ts';
import { StreamPoller } from '../../../event-sources/streams/stream-poller.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Scope } from '../../../kernel/scope.ts';
import { type EventSourceMapping, type LambdaState, mappingsCollection, openState } from '../state.ts';
import { type ConsumerParts, MappingConsumer, type MappingPlace } from './mapping-consumer.ts';

/** Keeps one poller for each enabled mapping of the world, in whatever account and region. */
export class EventSources {
  readonly #kernel: Kernel;
  readonly #parts: ConsumerParts;
  /** By UUID. */
  readonly #pollers = new Map<string, SourcePoller>();
  #isClosed = false;

  constructor(parts: ConsumerParts) {
    this.#parts = parts;
    this.#kernel = parts.kernel;
    // Mappings of a data directory are there already.
    this.#followAll();
  }

  /** A mapping was made, changed or deleted. */
  follow({ account, region }: Scope, uuid: string): void {
    const state = this.#stateOf(account, region);
    const mapping = state.eventSourceMappings.get(uuid);
    const poller = this.#pollers.get(uuid);
    if (!mapping?.isEnabled) {
      poller?.stop();
      this.#pollers.delete(uuid);
    } else if (poller) {
      poller.look();
    } else if (!this.#isClosed) {
      this.#pollers.set(uuid, this.#poller({ account, region, state, uuid }, mapping));
    }
  }

  /** A function is there again: messages may have waited for it. */
  lookFor(functionName: string, { account, region }: Scope): void {
    for (const mapping of this.#stateOf(account, region).eventSourceMappings.values()) {
      if (mapping.functionName === functionName) this.#pollers.get(mapping.uuid)?.look();
    }
  }

  /** The world was replaced: it says anew which mappings there are. */
  forget(): void {
    this.#abandonAll();
    this.#followAll();
  }

  close(): void {
    this.#isClosed = true;
    this.#abandonAll();
  }

  #poller(place: MappingPlace, mapping: EventSourceMapping): SourcePoller {
    const consumer = new MappingConsumer(this.#parts, place, mapping);
    if (!mapping.stream) return new QueuePoller(this.#kernel, consumer);
    return new StreamPoller(this.#kernel, consumer, openStream(this.#kernel, consumer));
  }

  #abandonAll(): void {
    for (const poller of this.#pollers.values()) poller.abandon();
    this.#pollers.clear();
  }

  #followAll(): void {
    for (const name of this.#kernel.world.names('lambda/')) {
      const [, account = '', region = '', collection] = name.split('/');
      if (collection !== mappingsCollection) continue;
      for (const uuid of [...this.#stateOf(account, region).eventSourceMappings.keys()]) {
        this.follow({ account, region }, uuid);
      }
    }
  }

  #stateOf = (account: string, region: string): LambdaState =>
    openState(this.#kernel.world.scope('lambda', account, region));
}
