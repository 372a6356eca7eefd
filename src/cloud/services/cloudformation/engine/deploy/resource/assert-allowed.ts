import type { ResourceRecord } from '../../../state.ts';
import { denialBy, type UpdateAction } from '../../policy/stack-policy.ts';
import { type Run, stackOf } from '../run.ts';
import { ResourceFailure } from './failure-reason.ts';

/** Why the stack's policy keeps its update from doing that to a resource; undefined where it may. */
export function denialOf(run: Run, { logicalId, type }: ResourceRecord, action: UpdateAction): string | undefined {
  const { policy, policyDuringUpdate } = stackOf(run);
  return denialBy(policyDuringUpdate ?? policy, { action, logicalId, type });
}

/** Fails the resource that the stack's policy protects. */
export function assertAllowed(run: Run, record: ResourceRecord, action: UpdateAction): void {
  const denial = denialOf(run, record, action);
  if (denial !== undefined) throw new ResourceFailure(denial);
}
