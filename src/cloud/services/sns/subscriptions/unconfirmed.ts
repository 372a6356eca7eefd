import type { SnsState, Subscription } from '../state.ts';

/**
 * Who does not confirm within two days is not subscribed, and the token is worth nothing.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-delete-subscription-topic.html
 */
const confirmableMs = 48 * 3_600_000;

/** A subscription that waits for its confirmation, from now on. */
export function keepUnconfirmed(state: SnsState, subscription: Subscription, nowMs: number): Subscription {
  const waiting = { ...subscription, expiresMs: nowMs + confirmableMs };
  state.subscriptions.set(waiting.arn, waiting);
  noteEnd(state, waiting.expiresMs, waiting.arn);
  return waiting;
}

/** A subscription that was deleted, and comes back by its token. */
export function keepUnsubscribed(state: SnsState, deleted: Subscription, token: string, nowMs: number): void {
  const expiresMs = nowMs + confirmableMs;
  state.unsubscribed.set(token, { ...deleted, expiresMs });
  noteEnd(state, expiresMs, token);
}

/** Drops what was not confirmed in time. Asked before anything is read, as there may be nobody else to tell. */
export function forgetUnconfirmed(state: SnsState, nowMs: number): void {
  for (const [end, key] of [...state.confirmationEnds.entries({ to: `${timePart(nowMs)}0` })]) {
    state.confirmationEnds.delete(end);
    const subscription = state.subscriptions.get(key);
    if (subscription?.isPending && (subscription.expiresMs ?? 0) <= nowMs) state.subscriptions.delete(key);
    state.unsubscribed.delete(key);
  }
}

const noteEnd = (state: SnsState, endMs: number, key: string): void =>
  void state.confirmationEnds.set(`${timePart(endMs)}/${key}`, key);

const timePart = (ms: number): string => String(ms).padStart(15, '0');
