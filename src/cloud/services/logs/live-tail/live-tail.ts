import type { LiveTailSessionLogEvent, StartLiveTailResponseStream } from '@aws-sdk/client-cloudwatch-logs';
import type { Clock, Timer } from '../../../kernel/clock.ts';
import { AwsError } from '../../../kernel/errors.ts';
import type { ServiceRuntime } from '../../../kernel/service-runtime.ts';
import { Feed } from '../../../kernel/streams/feed.ts';

/* https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_StartLiveTail.html */
const updateEveryMs = 1000;
const sessionMaxMs = 3 * 3_600_000;
const eventsMax = 500;
const waitingUpdatesMax = 10;

/** What one session wants to see. */
export interface Tailing {
  takes(groupArn: string, streamName: string): boolean;
  /** Those of one update that its pattern matches. */
  matching(events: readonly LiveTailSessionLogEvent[]): readonly LiveTailSessionLogEvent[];
}

/** One client that watches: an update each second of the cloud's clock, until it goes or its time is over. */
class Session {
  readonly feed: Feed<StartLiveTailResponseStream>;
  readonly tailing: Tailing;
  readonly #clock: Clock;
  readonly #endMs: number;
  #events: LiveTailSessionLogEvent[] = [];
  #timer: Timer | undefined;

  constructor(tailing: Tailing, clock: Clock, onEnd: () => void) {
    this.tailing = tailing;
    this.#clock = clock;
    this.#endMs = clock.now() + sessionMaxMs;
    this.feed = new Feed({
      room: waitingUpdatesMax,
      onLeave: () => {
        this.#timer?.cancel();
        onEnd();
      },
    });
    this.#wait();
  }

  add(event: LiveTailSessionLogEvent): void {
    this.#events.push(event);
  }

  end(error?: unknown): void {
    this.#timer?.cancel();
    this.feed.end(error);
  }

  #wait(): void {
    this.#timer = this.#clock.setTimer(updateEveryMs, () => this.#update());
  }

  #update(): void {
    const matched = this.tailing.matching(this.#events);
    this.#events = [];
    const sampled = matched.length > eventsMax;
    const sessionResults = sampled ? sampleOf(matched) : [...matched];
    // A client that is behind loses the oldest updates.
    while (this.feed.waiting >= waitingUpdatesMax) this.feed.dropOldest();
    void this.feed.push({ sessionUpdate: { sessionMetadata: { sampled }, sessionResults } });
    if (this.#clock.now() < this.#endMs) this.#wait();
    else this.end(new AwsError('SessionTimeoutException', 'Your session has timed out.'));
  }
}

/** Spread evenly over all. */
const sampleOf = (events: readonly LiveTailSessionLogEvent[]): LiveTailSessionLogEvent[] =>
  events.filter(
    (_, index) =>
      Math.floor((index * eventsMax) / events.length) !== Math.floor(((index - 1) * eventsMax) / events.length),
  );

/** The living part of CloudWatch Logs: clients that watch events as they come in. */
export class LiveTail implements ServiceRuntime {
  readonly #sessions = new Set<Session>();
  /** While it is empty nobody watches: what comes in need not be looked at. */
  readonly sessions: ReadonlySet<unknown> = this.#sessions;

  start(tailing: Tailing, clock: Clock): Feed<StartLiveTailResponseStream> {
    const session = new Session(tailing, clock, () => this.#sessions.delete(session));
    this.#sessions.add(session);
    return session.feed;
  }

  /** Events came in. */
  offer(groupArn: string, streamName: string, events: readonly LiveTailSessionLogEvent[]): void {
    for (const session of this.#sessions) {
      if (session.feed.isOver) this.#sessions.delete(session);
      else if (session.tailing.takes(groupArn, streamName)) for (const event of events) session.add(event);
    }
  }

  forget(): void {
    for (const session of this.#sessions) session.end();
    this.#sessions.clear();
  }

  close(): void {
    this.forget();
  }
}
