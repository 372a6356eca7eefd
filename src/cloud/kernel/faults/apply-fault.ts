import { ConnectionFailure } from '../errors.ts';
import type { Kernel } from '../kernel.ts';
import { conflictOf, failureOf, type ModelledCall, throttleOf } from './fault-model.ts';
import type { Fault, FaultTarget } from './faults.ts';

/**
 * The part of an fault that comes before the operation. Throws what the caller gets instead of an answer; after
 * returning, the operation is applied.
 */
export async function applyBefore(fault: Fault, target: FaultTarget, kernel: Kernel): Promise<void> {
  switch (fault.kind) {
    case 'error':
      throw failureOf(target.model, fault);
    case 'throttle':
      throw throttleOf(target.model, fault.retryAfterS);
    case 'conflict':
      throw conflictOf(target.model, target as FaultTarget & ModelledCall);
    case 'reset':
      throw new ConnectionFailure('reset');
    case 'hang':
      throw new ConnectionFailure('hang');
    case 'crashBefore':
      crashCaller(target, kernel);
      throw new ConnectionFailure('hang');
    case 'slow':
      await kernel.clock.sleep(fault.delayMs);
  }
}

/** The part of an fault that comes after the operation succeeded: throws when the answer does not get through. */
export function applyAfter(fault: Fault, target: FaultTarget, kernel: Kernel): void {
  switch (fault.kind) {
    case 'lost':
      throw fault.answer === 'error' ? failureOf(target.model) : new ConnectionFailure('reset');
    case 'hangAfter':
      throw new ConnectionFailure('hang');
    case 'crashAfter':
      crashCaller(target, kernel);
      throw new ConnectionFailure('hang');
  }
}

/** Ends the execution environment whose credentials signed the call; other callers merely get no answer. */
function crashCaller({ caller }: FaultTarget, kernel: Kernel): void {
  kernel.environments.crash(caller.principal);
}
