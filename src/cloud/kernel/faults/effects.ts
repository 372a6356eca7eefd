import { AwsError, NoAnswer } from '../errors.ts';
import type { Kernel } from '../kernel.ts';
import type { Effect, FaultTarget } from './faults.ts';
import { conflictOf, failureOf, throttleOf } from './modelled-errors.ts';

/**
 * The part of an effect that comes before the operation. Throws what the caller gets instead of an answer; after
 * returning, the operation is applied.
 */
export async function befall(effect: Effect, target: FaultTarget, kernel: Kernel): Promise<void> {
  switch (effect.kind) {
    case 'error':
      throw failureOf(target, effect);
    case 'throttle':
      throw throttleOf(target, effect.retryAfterS);
    case 'conflict':
      throw conflictOf(target);
    case 'reset':
      throw new NoAnswer('reset');
    case 'hang':
      throw new NoAnswer('hang');
    case 'crashBefore':
      crashCaller(target, kernel);
      throw new NoAnswer('hang');
    case 'slow':
      await kernel.clock.sleep(effect.delayMs);
  }
}

/** The part of an effect that comes after the operation succeeded: throws when the answer does not get through. */
export function takeAnswer(effect: Effect, target: FaultTarget, kernel: Kernel): void {
  switch (effect.kind) {
    case 'lost':
      throw effect.answer === 'error' ? failureOf(target, { kind: 'error' }) : new NoAnswer('reset');
    case 'hangAfter':
      throw new NoAnswer('hang');
    case 'crashAfter':
      crashCaller(target, kernel);
      throw new NoAnswer('hang');
  }
}

/** Ends the execution environment whose credentials signed the call; other callers merely get no answer. */
function crashCaller({ caller }: FaultTarget, kernel: Kernel): void {
  kernel.machinery('lambda')?.crash?.(caller.principal);
}

/** Whether an error was put there by an effect. */
export const isInjected = (error: unknown): boolean =>
  error instanceof NoAnswer || (error instanceof AwsError && error.isInjected);
