import { type Backoff, isPassing, waitAfter } from '../kernel/backoff.ts';
import type { Random } from '../kernel/random.ts';

/** How long a delivery is tried, as data: it lies in the world with the delivery. */
export interface RetryPolicy {
  /** All attempts, the first one included. */
  readonly attemptsMax: number;
  /** From the moment the delivery was promised. */
  readonly ageMsMax: number;
  readonly backoff: Backoff;
}

/** Why a delivery is not tried again: the target said no, or the policy is exhausted (EventBridge's names). */
export type GivenUp = 'Refused' | 'MaximumRetryAttempts' | 'MaximumEventAgeInSeconds';

/** What a failed attempt leads to. */
export type Verdict = { readonly waitMs: number } | { readonly givenUp: GivenUp };

/**
 * A target that refuses for good is not asked again.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
 */
export function afterFailure(
  { attempts, ageMs, error }: { readonly attempts: number; readonly ageMs: number; readonly error: unknown },
  policy: RetryPolicy,
  random: Pick<Random, 'float'>,
): Verdict {
  if (!isPassing(error)) return { givenUp: 'Refused' };
  if (attempts >= policy.attemptsMax) return { givenUp: 'MaximumRetryAttempts' };
  const waitMs = waitAfter(attempts, policy.backoff, random);
  return ageMs + waitMs > policy.ageMsMax ? { givenUp: 'MaximumEventAgeInSeconds' } : { waitMs };
}
