import type { SubscribeToShardEventStream } from '@aws-sdk/client-kinesis';
import type { Clock, Timer } from '../../../kernel/clock.ts';
import type { AwsError } from '../../../kernel/errors.ts';
import type { Signals } from '../../../kernel/signals.ts';
import { Feed } from '../../../kernel/streams/feed.ts';
import { inUse } from '../errors.ts';

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_SubscribeToShard.html */
const subscriptionMs = 300_000;
/** A consumer that subscribes again earlier is refused; later, it takes the place of the one before. */
const takenForMs = 5000;
/** A client that is told of nothing new hears so this often. Ours; AWS does not say. */
const tellEveryMs = 5000;

/** What a subscription reads when it looks; undefined for nothing, an error for what ends it. */
export interface Look {
  readonly events: readonly SubscribeToShardEventStream[];
  readonly isOver: boolean;
}

interface Wanted {
  readonly consumerArn: string;
  readonly streamArn: string;
  readonly shardId: string;
  /** `isDue`: also when there is nothing new. */
  look(isDue: boolean): Look;
}

class Subscription {
  readonly feed: Feed<SubscribeToShardEventStream>;
  readonly consumerArn: string;
  readonly startedMs: number;
  readonly #wanted: Wanted;
  readonly #clock: Clock;
  readonly #unwatch: () => void;
  readonly #onEnd: () => void;
  #timer: Timer | undefined;
  /** The client is behind: nothing is read for it. */
  #isFull = false;
  #isLooking = false;

  constructor(wanted: Wanted, signals: Signals, clock: Clock, onEnd: () => void) {
    this.#wanted = wanted;
    this.#clock = clock;
    this.#onEnd = onEnd;
    this.consumerArn = wanted.consumerArn;
    this.startedMs = clock.now();
    this.feed = new Feed({ onLeave: () => this.end() });
    this.#unwatch = signals.watch(`stream:${wanted.streamArn}`, () => this.#look(false));
    this.#look(true);
    if (!this.feed.isOver) this.#wait();
  }

  end(error?: AwsError): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#unwatch();
    this.feed.end(error);
    this.#onEnd();
  }

  #wait(): void {
    this.#timer = this.#clock.setTimer(tellEveryMs, () => {
      if (this.#clock.now() - this.startedMs >= subscriptionMs) return this.end();
      this.#look(true);
      if (!this.feed.isOver) this.#wait();
    });
  }

  /** Signals come within a call that appends: one look is enough for all that is there. */
  #look(isDue: boolean): void {
    if (this.#isFull || this.#isLooking || this.feed.isOver) return;
    this.#isLooking = true;
    try {
      for (;;) {
        const { events, isOver } = this.#wanted.look(isDue);
        for (const event of events) this.#push(event);
        if (isOver) this.end();
        if (isOver || events.length === 0 || isDue || this.#isFull) return;
      }
    } catch (error) {
      this.end(error as AwsError);
    } finally {
      this.#isLooking = false;
    }
  }

  #push(event: SubscribeToShardEventStream): void {
    const room = this.feed.push(event);
    if (!room) return;
    this.#isFull = true;
    void room.then(() => {
      this.#isFull = false;
      this.#look(false);
    });
  }
}

/** Consumers that listen, one for each of their shards. They hold no state: who comes again says where to go on. */
export class Subscriptions {
  readonly #signals: Signals;
  readonly #clock: Clock;
  readonly #live = new Map<string, Subscription>();

  constructor(signals: Signals, clock: Clock) {
    this.#signals = signals;
    this.#clock = clock;
  }

  /** Throws ResourceInUseException where the consumer has just subscribed to the shard. */
  start(wanted: Wanted): Feed<SubscribeToShardEventStream> {
    const { consumerArn, shardId } = wanted;
    const key = `${consumerArn}/${shardId}`;
    const former = this.#live.get(key);
    if (former && this.#clock.now() - former.startedMs < takenForMs) throw taken(consumerArn);
    former?.end(taken(consumerArn));
    const subscription = new Subscription(wanted, this.#signals, this.#clock, () => {
      if (this.#live.get(key) === subscription) this.#live.delete(key);
    });
    if (!subscription.feed.isOver) this.#live.set(key, subscription);
    return subscription.feed;
  }

  endOf(consumerArn: string): void {
    for (const subscription of [...this.#live.values()]) {
      if (subscription.consumerArn === consumerArn) subscription.end();
    }
  }

  endAll(): void {
    for (const subscription of [...this.#live.values()]) subscription.end();
  }
}

const taken = (consumerArn: string) => inUse(`Another active subscription exists for this consumer: ${consumerArn}`);
