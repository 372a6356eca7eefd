import type { Clock } from '../../kernel/clock.ts';
import type { HttpResponse } from '../../kernel/http.ts';
import type { Outbound, OutboundRequest } from './outbound.ts';
import { within } from './within.ts';

/** How a call of an HTTP backend ended; each kind of API words it in its own way. */
export type BackendOutcome =
  | { readonly kind: 'answer'; readonly response: HttpResponse }
  | { readonly kind: 'unreachable'; readonly reason: string }
  /** Too slow: the connection was given up. */
  | { readonly kind: 'timeout' };

/** Sends a request to a backend as it is, and waits no longer than `timeoutMs`. */
export function callBackend(
  outbound: Outbound,
  clock: Clock,
  request: Omit<OutboundRequest, 'signal'>,
  timeoutMs: number,
): Promise<BackendOutcome> {
  const abort = new AbortController();
  const work = outbound.send({ ...request, signal: abort.signal }).then(
    (response): BackendOutcome => ({ kind: 'answer', response }),
    (error: unknown): BackendOutcome => ({
      kind: 'unreachable',
      reason: error instanceof Error ? error.message : String(error),
    }),
  );
  return within(clock, timeoutMs, work, () => {
    abort.abort();
    return { kind: 'timeout' } as const;
  });
}
