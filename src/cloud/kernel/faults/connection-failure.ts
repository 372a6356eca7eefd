import type { ConnectionFailure } from '../errors.ts';

/**
 * Waits as long as a caller waits in vain: not at all where the connection died, until it goes away where nothing
 * comes. Answers the error, for whoever holds the connection to drop it.
 */
export function waitForDisconnect(
  error: ConnectionFailure,
  { signal }: { readonly signal?: AbortSignal | undefined },
): Promise<ConnectionFailure> {
  if (error.kind === 'reset' || signal?.aborted) return Promise.resolve(error);
  return new Promise((resolve) => {
    signal?.addEventListener('abort', () => resolve(error), { once: true });
  });
}
