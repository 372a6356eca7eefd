import type { DeletionPolicy, ResourceRecord } from '../../../state.ts';
import { forgetResource, noteResource, storeResource, tellResource } from '../progress.ts';
import { isOrphaned, Orphaned, type Run } from '../run.ts';
import { failureReason } from './failure-reason.ts';
import { resolveWherePossible } from './prepare-resource.ts';
import { resourceContext } from './resource-context.ts';

/** Whether a policy keeps the resource; `RetainExceptOnCreate` does not where its own creation is undone. */
export function isRetained(policy: DeletionPolicy, isCreationUndone: boolean): boolean {
  return policy === 'Retain' || (policy === 'RetainExceptOnCreate' && !isCreationUndone);
}

interface DeleteOptions {
  /** Leave it in the world, and only forget it. */
  readonly retain: boolean;
  /** Its record stays in the stack under DELETE_COMPLETE, as when the whole stack goes. */
  readonly keepRecord: boolean;
}

/** Deletes a resource of the stack. Rejects after the failure is written down. */
export async function deleteResource(run: Run, record: ResourceRecord, options: DeleteOptions): Promise<void> {
  const { undo: _, ...rest } = record;
  if (options.retain && record.state) {
    noteResource(run, rest, 'DELETE_SKIPPED');
    if (!options.keepRecord) forgetResource(run, record.logicalId);
    return;
  }
  if (record.state) {
    noteResource(run, rest, 'DELETE_IN_PROGRESS');
    try {
      await destroy(run, record);
    } catch (error) {
      if (error instanceof Orphaned) throw error;
      noteResource(run, record, 'DELETE_FAILED', failureReason(error, run));
      throw error;
    }
  }
  noteResource(run, rest, 'DELETE_COMPLETE');
  const { state: __, ...gone } = rest;
  if (options.keepRecord) storeResource(run, gone, 'DELETE_COMPLETE');
  else forgetResource(run, record.logicalId);
}

/**
 * Deletes what a replacement or its rollback left behind, while `current` goes on under the same name: the events tell
 * of the old resource, the record stays the new one's.
 */
export async function deleteSuperseded(run: Run, old: ResourceRecord, current: ResourceRecord): Promise<void> {
  const { undo: _, ...settled } = current;
  try {
    if (!old.state || old.state.physicalId === current.state?.physicalId) return;
    if (isRetained(old.updateReplacePolicy, false)) return tellResource(run, old, 'DELETE_SKIPPED');
    tellResource(run, old, 'DELETE_IN_PROGRESS');
    await destroy(run, old);
    tellResource(run, old, 'DELETE_COMPLETE');
  } catch (error) {
    if (!(error instanceof Orphaned)) tellResource(run, old, 'DELETE_FAILED', failureReason(error, run));
    throw error;
  } finally {
    // AWS forgets what it could not delete as well: it is left alone, outside of the stack.
    if (!isOrphaned(run)) storeResource(run, settled, current.status, current.statusReason);
  }
}

/** Has the owner of the type take the resource out of the world. */
export async function destroy(run: Run, { type, state, properties, logicalId }: ResourceRecord): Promise<void> {
  if (!state) return;
  const resolved = await resolveWherePossible(run, properties);
  await run.ownerOf(run, type).delete(state, resolved, resourceContext(run, logicalId));
}
