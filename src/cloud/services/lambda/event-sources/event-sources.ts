import { Pollers } from '../../../event-sources/pollers.ts';
import { QueuePoller } from '../../../event-sources/queues/queue-poller.ts';
import type { SourcePoller } from '../../../event-sources/source-poller.ts';
import { openStream } from '../../../event-sources/streams/open-stream.ts';
import { StreamPoller } from '../../../event-sources/streams/stream-poller.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Scope } from '../../../kernel/scope.ts';
import { type EventSourceMapping, type LambdaState, mappingsCollection, openState } from '../state.ts';
import { type ConsumerParts, MappingConsumer } from './mapping-consumer.ts';

/** Keeps one poller for each enabled mapping of the world, in whatever account and region. */
export class EventSources {
  readonly #kernel: Kernel;
  readonly #parts: ConsumerParts;
  readonly #pollers: Pollers<EventSourceMapping>;

  constructor(parts: ConsumerParts) {
    this.#parts = parts;
    this.#kernel = parts.kernel;
    this.#pollers = new Pollers(parts.kernel, {
      service: 'lambda',
      collection: mappingsCollection,
      records: (scope) => this.#stateOf(scope).eventSourceMappings,
      version: ({ isEnabled, uuid }) => (isEnabled ? uuid : undefined),
      open: (scope, _uuid, mapping) => this.#open(scope, mapping),
    });
  }

  /** A mapping was made, changed or deleted. */
  follow(scope: Scope, uuid: string): void {
    this.#pollers.follow(scope, uuid);
  }

  /** A function is there again: messages may have waited for it. */
  lookFor(functionName: string, scope: Scope): void {
    for (const mapping of this.#stateOf(scope).eventSourceMappings.values()) {
      if (mapping.functionName === functionName) this.#pollers.look(scope, mapping.uuid);
    }
  }

  /** The world was replaced: it says anew which mappings there are. */
  forget(): void {
    this.#pollers.forget();
  }

  close(): void {
    this.#pollers.close();
  }

  #open(scope: Scope, mapping: EventSourceMapping): SourcePoller {
    const place = { ...scope, state: this.#stateOf(scope), uuid: mapping.uuid };
    const consumer = new MappingConsumer(this.#parts, place, mapping);
    if (!mapping.stream) return new QueuePoller(this.#kernel, consumer);
    return new StreamPoller(this.#kernel, consumer, openStream(this.#kernel, consumer));
  }

  #stateOf = ({ account, region }: Scope): LambdaState =>
    openState(this.#kernel.world.scope('lambda', account, region));
}
