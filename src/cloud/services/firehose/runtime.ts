import { openStream } from '../../event-sources/streams/open-stream.ts';
import { StreamPoller } from '../../event-sources/streams/stream-poller.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { Scope } from '../../kernel/scope.ts';
import type { ServiceRuntime } from '../../kernel/service-runtime.ts';
import { type FirehoseState, openFirehoseState, streamsCollection } from './state.ts';
import { SourceConsumer } from './streams/source-consumer.ts';

/** The living part of Firehose: one poller for each stream of the world that has a source, in whatever account and region. */
export class FirehoseRuntime implements ServiceRuntime {
  readonly #kernel: Kernel;
  readonly #pollers = new Map<string, StreamPoller>();
  #isClosed = false;

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
    // Streams of a data directory are there already.
    this.#followAll();
  }

  /** A stream was made or deleted. */
  follow({ account, region }: Scope, name: string): void {
    const state = this.#stateOf(account, region);
    const key = `${account} ${region} ${name}`;
    this.#pollers.get(key)?.stop();
    this.#pollers.delete(key);
    const stream = state.streams.get(name);
    if (!stream?.source || this.#isClosed) return;
    const { source } = stream;
    const consumer = new SourceConsumer(this.#kernel, { account, region }, state, { ...stream, source });
    this.#pollers.set(key, new StreamPoller(this.#kernel, consumer, openStream(this.#kernel, consumer)));
  }

  /** The world was replaced: it says anew which streams there are. */
  forget(): void {
    this.#abandonAll();
    this.#followAll();
  }

  close(): void {
    this.#isClosed = true;
    this.#abandonAll();
  }

  #abandonAll(): void {
    for (const poller of this.#pollers.values()) poller.abandon();
    this.#pollers.clear();
  }

  #followAll(): void {
    for (const name of this.#kernel.world.names('firehose/')) {
      const [, account = '', region = '', collection] = name.split('/');
      if (collection !== streamsCollection) continue;
      for (const stream of [...this.#stateOf(account, region).streams.keys()]) this.follow({ account, region }, stream);
    }
  }

  #stateOf = (account: string, region: string): FirehoseState =>
    openFirehoseState(this.#kernel.world.scope('firehose', account, region));
}
