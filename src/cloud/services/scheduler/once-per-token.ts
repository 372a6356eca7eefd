import { createHash } from 'node:crypto';
import type { Context } from '../../service-kit/contract.ts';
import { tokenReused } from './errors.ts';
import type { SchedulerState } from './state.ts';

/** For so long a token is known. AWS tells no time; the SDKs repeat a request within seconds. */
const keptMs = 10 * 60_000;
const sweepAt = 1000;

interface Tokened {
  readonly ClientToken?: string | undefined;
}

/**
 * Answers a request that was made before under the same token what it was answered then, without doing it again. Throws
 * ConflictException where the token was given to another request.
 */
export function oncePerToken<Input extends Tokened, Output extends object>(
  operation: string,
  work: (state: SchedulerState, input: Input, context: Context) => Output | Promise<Output>,
): (state: SchedulerState, input: Input, context: Context) => Promise<Output> {
  return async (state, input, context) => {
    const token = input.ClientToken;
    if (token === undefined) return work(state, input, context);
    const key = `${operation}/${token}`;
    const digest = createHash('sha256').update(JSON.stringify(input)).digest('base64url');
    const nowMs = context.clock.now();
    const known = state.requests.get(key);
    if (known && known.atMs > nowMs - keptMs) {
      if (known.digest !== digest) throw tokenReused();
      return known.output as Output;
    }
    const output = await work(state, input, context);
    if (state.requests.size >= sweepAt) forgetOld(state, nowMs);
    state.requests.set(key, { atMs: nowMs, digest, output });
    return output;
  };
}

function forgetOld({ requests }: SchedulerState, nowMs: number): void {
  for (const [key, { atMs }] of [...requests.entries()]) {
    if (atMs <= nowMs - keptMs) requests.delete(key);
  }
}
