import type { Blueprint } from '../blueprint.ts';
import type { GraphOutcome } from '../graph/run-graph.ts';
import { deleteAll, markDeleted } from './delete-all.ts';
import { settleOutputs } from './outputs.ts';
import { moveStack } from './progress.ts';
import { createResource } from './resource/create-resource.ts';
import { patchStack, type Run, stackOf, undoing } from './run.ts';
import { failedResources, runResources } from './run-resources.ts';
import { tellStoredOnly } from './tell-stored-only.ts';
import { breachedTrigger, watchTriggers } from './watch-triggers.ts';

/** Creates everything that the blueprint wants, as parallel as its graph allows; undoes it when something fails. */
export async function createStackResources(run: Run, blueprint: Blueprint): Promise<void> {
  moveStack(run, 'CREATE_IN_PROGRESS', 'User Initiated');
  const missing = missingImportReason(blueprint) ?? (await breachedTrigger(run));
  if (missing !== undefined) return afterFailedCreation(undoing(run), missing);
  const outcome = await runResources(run, blueprint, (logicalId) => createResource(run, blueprint, logicalId));
  const reason = creationFailure(run, outcome) ?? settleOutputs(run, blueprint) ?? (await watchTriggers(run, 'create'));
  if (reason !== undefined) return afterFailedCreation(undoing(run), reason);
  moveStack(run, 'CREATE_COMPLETE');
  tellStoredOnly(run);
}

/** The stack is made, and has failed before any of its resources was tried. */
export async function failCreation(run: Run, reason: string): Promise<void> {
  moveStack(run, 'CREATE_IN_PROGRESS', 'User Initiated');
  await afterFailedCreation(undoing(run), `${reason}. `);
}

/** Known before anything is made, but told by the stack's events, as in AWS. */
export const missingImportReason = ({ missingImport }: Blueprint): string | undefined =>
  missingImport === undefined ? undefined : `No export named ${missingImport} found. `;

/** Undefined when nothing failed. */
function creationFailure(run: Run, { failures, skipped }: GraphOutcome): string | undefined {
  if (failures.size > 0) return failedResources('create', failures.keys());
  // Nothing failed, but a timeout or a deletion kept some from beginning.
  if (skipped.length > 0 && run.operation.cancelled.aborted) return 'Resource creation cancelled. ';
  return undefined;
}

/** What becomes of a failed creation is up to whoever asked for it; the default is a rollback. */
async function afterFailedCreation(run: Run, reason: string): Promise<void> {
  const { onFailure, disableRollback } = stackOf(run);
  if (onFailure === 'DO_NOTHING' || disableRollback) return moveStack(run, 'CREATE_FAILED', reason);
  if (onFailure === 'DELETE') {
    patchStack(run, { deletedMs: run.context.clock.now() });
    moveStack(run, 'DELETE_IN_PROGRESS', `${reason}Delete requested by user.`);
    const failure = await deleteAll(run, { isCreationUndone: true });
    if (failure !== undefined) return moveStack(run, 'DELETE_FAILED', failure);
    return markDeleted(run);
  }
  await rollBackCreation(run, `${reason}Rollback requested by user.`);
}

/** Takes back what a failed creation made. */
export async function rollBackCreation(run: Run, reason: string): Promise<void> {
  patchStack(run, { deletedMs: run.context.clock.now() });
  moveStack(run, 'ROLLBACK_IN_PROGRESS', reason);
  const failure = await deleteAll(run, { isCreationUndone: true });
  if (failure === undefined) moveStack(run, 'ROLLBACK_COMPLETE');
  else moveStack(run, 'ROLLBACK_FAILED', failure);
}
