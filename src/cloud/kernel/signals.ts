import type { Log } from './log.ts';

/** What can be waited for: messages of a queue, records of a stream, the end of a deployment, that everything was emptied. */
export type SignalKind = 'deployment' | 'queue' | 'reset' | 'stream';

/** `queue:arn:aws:sqs:…`: a kind and the ARN, or the id, of one thing of it; `reset:cloud`. */
export type SignalKey = `${SignalKind}:${string}`;

export type SignalListener = () => void | Promise<void>;

/** Who announces the signals of one kind. It hears who is waited for, so that it keeps timers for no others. */
export interface SignalSource {
  /** Whether there is something for a listener right now; costs no call and changes nothing. */
  isRaised(arn: string): boolean;
  /** The first listener came. */
  watched(arn: string): void;
  /** The last one went. */
  unwatched(arn: string): void;
}

/**
 * Wake-ups between services, in memory: whoever has something for others announces it, whoever waits for it looks. A
 * signal carries nothing and may come for nothing, since what there is lies in the world. So nobody needs another
 * service's running parts, and it does not matter which of two starts first.
 */
export class Signals {
  readonly #log: Pick<Log, 'error'>;
  readonly #listeners = new Map<SignalKey, Set<SignalListener>>();
  readonly #sources = new Map<SignalKind, SignalSource>();

  constructor(log: Pick<Log, 'error'>) {
    this.#log = log;
  }

  /** Makes `source` the one that answers for a kind. Whoever waits for it already is told to look. */
  provide(kind: SignalKind, source: SignalSource): void {
    this.#sources.set(kind, source);
    for (const key of [...this.#listeners.keys()]) {
      if (kindOf(key) !== kind) continue;
      source.watched(arnOf(key));
      void this.announce(key);
    }
  }

  /** Whether a look would find something now; false as long as nobody answers for the kind. */
  isRaised(key: SignalKey): boolean {
    return this.#sources.get(kindOf(key))?.isRaised(arnOf(key)) ?? false;
  }

  /** Calls `listener` at every announcement, also of later worlds; the answer ends that. */
  watch(key: SignalKey, listener: SignalListener): () => void {
    const known = this.#listeners.get(key);
    const listeners = known ?? new Set();
    // Every watch is its own, also of a function that watches twice.
    const own: SignalListener = () => listener();
    listeners.add(own);
    if (!known) {
      this.#listeners.set(key, listeners);
      this.#sources.get(kindOf(key))?.watched(arnOf(key));
    }
    return () => {
      if (!listeners.delete(own) || listeners.size > 0) return;
      this.#listeners.delete(key);
      this.#sources.get(kindOf(key))?.unwatched(arnOf(key));
    };
  }

  /**
   * Tells all listeners before any of them is waited for, so that the order of waiting is the order of looking. Answers
   * when they are through; one that fails is told in the log and keeps nobody else from hearing.
   */
  announce(key: SignalKey): Promise<void> {
    const listeners = this.#listeners.get(key);
    if (!listeners) return done;
    return Promise.all([...listeners].map((listener) => this.#tell(key, listener))).then(() => undefined);
  }

  async #tell(key: SignalKey, listener: SignalListener): Promise<void> {
    try {
      await listener();
    } catch (error) {
      this.#log.error(`a listener to ${key} failed: ${String(error)}`);
    }
  }
}

/** Most announcements meet nobody. */
const done = Promise.resolve();

const kindOf = (key: SignalKey): SignalKind => key.slice(0, key.indexOf(':')) as SignalKind;
const arnOf = (key: SignalKey): string => key.slice(key.indexOf(':') + 1);
