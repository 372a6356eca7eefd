import type { Timer } from '../../kernel/clock.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { ServiceRuntime } from '../../kernel/service-runtime.ts';
import { nextDueMs, type QueueContents } from './contents/contents.ts';
import { settle } from './contents/places.ts';
import { stateOf } from './queues/find-queue.ts';

export interface Poll<T> {
  readonly queueArn: string;
  readonly deadlineMs: number;
  /** Aborted when the client has gone. */
  readonly signal: AbortSignal | undefined;
  /** Asked whenever there may be messages; an answer ends the poll. Runs synchronously, so nobody comes between. */
  readonly attempt: () => T | undefined;
}

/**
 * Keeps the time of queues that somebody waits for, and the long polls. It knows nothing that the world does not: when
 * messages come due is read from there. Others hear of messages by the signals `queue:ARN`.
 */
export interface SqsRuntime extends ServiceRuntime {
  /** Something in the queue has become receivable. */
  announce(queueArn: string): void;
  /** Messages were hidden, or something is due at another time now. */
  rearm(queueArn: string): void;
  /** Waits for messages; undefined when the time is over, the client gone, the world replaced or the cloud closed. */
  poll<T>(poll: Poll<T>): Promise<T | undefined>;
  forget(): void;
  close(): void;
}

/** The timer of a queue that somebody waits for. */
interface Watch {
  timer: Timer | undefined;
  dueMs: number | undefined;
}

export function startRuntime(kernel: Kernel): SqsRuntime {
  const watches = new Map<string, Watch>();
  const polls = new Set<() => void>();

  const rearm = (queueArn: string): void => {
    const watch = watches.get(queueArn);
    const dueMs = watch && settledUntil(kernel, queueArn);
    if (!watch || (watch.timer && watch.dueMs === dueMs)) return;
    disarm(watch);
    if (dueMs === undefined) return;
    watch.dueMs = dueMs;
    watch.timer = kernel.clock.setTimer(dueMs - kernel.clock.now(), () => {
      disarm(watch);
      return wake(queueArn);
    });
  };
  const wake = (queueArn: string): Promise<void> => {
    const heard = kernel.signals.announce(`queue:${queueArn}`);
    rearm(queueArn);
    return heard;
  };
  const disarmAll = (): void => {
    for (const watch of watches.values()) disarm(watch);
  };
  const endPolls = (): void => {
    for (const end of [...polls]) end();
  };
  kernel.signals.provide('queue', {
    isRaised: (queueArn) => (settledContents(kernel, queueArn)?.ready.size ?? 0) > 0,
    watched(queueArn) {
      watches.set(queueArn, { timer: undefined, dueMs: undefined });
      rearm(queueArn);
    },
    unwatched(queueArn) {
      disarm(watches.get(queueArn));
      watches.delete(queueArn);
    },
  });
  return {
    announce: (queueArn) => void wake(queueArn),
    rearm,
    poll: (poll) => waitForMessages(kernel, polls, poll),
    forget() {
      endPolls();
      // Their timers belong to the world that is gone; a virtual clock may have dropped them with it.
      disarmAll();
      for (const queueArn of [...watches.keys()]) void wake(queueArn);
    },
    close() {
      endPolls();
      disarmAll();
      watches.clear();
    },
  };
}

function disarm(watch: Watch | undefined): void {
  if (!watch) return;
  watch.timer?.cancel();
  watch.timer = undefined;
  watch.dueMs = undefined;
}

/**
 * Brings the queue up to now and tells when something in it becomes visible by itself. Settled first: what is due
 * already would else make a timer that fires at once, again and again, while a listener is too busy to receive.
 */
function settledUntil(kernel: Kernel, queueArn: string): number | undefined {
  const contents = settledContents(kernel, queueArn);
  return contents && nextDueMs(contents);
}

function settledContents(kernel: Kernel, queueArn: string): QueueContents | undefined {
  const [, , , region = '', account = '', name = ''] = queueArn.split(':');
  const state = stateOf(kernel, account, region);
  const queue = state.queues.get(name);
  if (!queue) return undefined;
  const contents = state.contents(name);
  settle(queue, contents, kernel.clock.now());
  return contents;
}

function waitForMessages<T>(
  kernel: Kernel,
  polls: Set<() => void>,
  { queueArn, deadlineMs, signal, attempt }: Poll<T>,
): Promise<T | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<T | undefined>();
  if (signal?.aborted) return Promise.resolve(undefined);
  const finish = (answer: () => void): void => {
    polls.delete(end);
    deadline.cancel();
    unsubscribe();
    signal?.removeEventListener('abort', end);
    answer();
  };
  const end = (): void => finish(() => resolve(undefined));
  const look = (isLast: boolean): void => {
    if (!polls.has(end)) return;
    try {
      const found = attempt();
      if (found !== undefined || isLast) finish(() => resolve(found));
    } catch (error) {
      finish(() => reject(error));
    }
  };
  polls.add(end);
  const deadline = kernel.clock.setTimer(deadlineMs - kernel.clock.now(), () => look(true));
  const unsubscribe = kernel.signals.watch(`queue:${queueArn}`, () => look(false));
  signal?.addEventListener('abort', end, { once: true });
  return promise;
}
