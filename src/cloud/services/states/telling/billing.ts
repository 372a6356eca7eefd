/*
 * What express executions cost: memory in steps of 64 MB, time in steps of 100 ms.
 * https://aws.amazon.com/step-functions/pricing/
 */

export const billedMemoryMb = 64;
const billedStepMs = 100;

export const billedDurationMs = (tookMs: number): number =>
  Math.max(1, Math.ceil(tookMs / billedStepMs)) * billedStepMs;
