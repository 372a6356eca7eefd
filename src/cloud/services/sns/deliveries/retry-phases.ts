import type { RetryPhases } from '../topics/delivery-policy.ts';

/**
 * What AWS does for queues, functions and delivery streams: 100,015 retries over 23 days. Nobody can change it.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html
 */
export const managedPhases: RetryPhases = {
  minDelayTarget: 1,
  maxDelayTarget: 20,
  numRetries: 100_015,
  numNoDelayRetries: 3,
  numMinDelayRetries: 2,
  numMaxDelayRetries: 100_000,
  backoffFunction: 'exponential',
};

/**
 * How long to wait after failure number `failures` (1-based); undefined after the last one. At once, then with the least
 * delay, then growing, then with the greatest.
 */
export function waitAfterFailure(failures: number, phases: RetryPhases): number | undefined {
  const { minDelayTarget, maxDelayTarget, numRetries } = phases;
  const { numNoDelayRetries, numMinDelayRetries, numMaxDelayRetries } = phases;
  if (failures > numRetries) return undefined;
  if (failures <= numNoDelayRetries) return 0;
  if (failures <= numNoDelayRetries + numMinDelayRetries) return minDelayTarget * 1000;
  if (failures > numRetries - numMaxDelayRetries) return maxDelayTarget * 1000;
  const before = numNoDelayRetries + numMinDelayRetries;
  const count = numRetries - numMaxDelayRetries - before;
  const share = count <= 1 ? 0 : (failures - before - 1) / (count - 1);
  return Math.round(delayAt(share, phases) * 1000);
}

/** The delay at a share of the backoff phase, from 0 to 1. */
function delayAt(share: number, { minDelayTarget: min, maxDelayTarget: max, backoffFunction }: RetryPhases): number {
  switch (backoffFunction) {
    case 'exponential':
    case 'geometric':
      return min * (max / min) ** share;
    case 'arithmetic':
      return min + (max - min) * share * share;
    default:
      return min + (max - min) * share;
  }
}
