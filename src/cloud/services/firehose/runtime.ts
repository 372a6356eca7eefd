import { Pollers } from '../../event-sources/pollers.ts';
import { openStream } from '../../event-sources/streams/open-stream.ts';
import { StreamPoller } from '../../event-sources/streams/stream-poller.ts';
import { invariant } from '../../kernel/errors.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { Scope } from '../../kernel/scope.ts';
import type { ServiceRuntime } from '../../kernel/service-runtime.ts';
import { type DeliveryStream, type FirehoseState, openFirehoseState, streamsCollection } from './state.ts';
import { SourceConsumer } from './streams/source-consumer.ts';

/** The living part of Firehose: one poller for each stream of the world that has a source, in whatever account and region. */
export class FirehoseRuntime implements ServiceRuntime {
  readonly #pollers: Pollers<DeliveryStream>;

  constructor(kernel: Kernel) {
    const stateOf = ({ account, region }: Scope): FirehoseState =>
      openFirehoseState(kernel.world.scope('firehose', account, region));
    this.#pollers = new Pollers(kernel, {
      service: 'firehose',
      collection: streamsCollection,
      records: (scope) => stateOf(scope).streams,
      version: ({ source, arn, createdMs }) => source && `${arn} ${createdMs}`,
      open(scope, _name, stream) {
        const { source } = stream;
        invariant(source, 'only streams with a source have a version');
        const consumer = new SourceConsumer(kernel, scope, stateOf(scope), { ...stream, source });
        return new StreamPoller(kernel, consumer, openStream(kernel, consumer));
      },
    });
  }

  /** A stream was made or deleted. */
  follow(scope: Scope, name: string): void {
    this.#pollers.follow(scope, name);
  }

  /** The world was replaced: it says anew which streams there are. */
  forget(): void {
    this.#pollers.forget();
  }

  close(): void {
    this.#pollers.close();
  }
}
