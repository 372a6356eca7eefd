import { resourcesOf } from '../../state.ts';
import { deleteAll, markDeleted } from './delete-all.ts';
import { exportsOf, forgetExports, importersOf, listed } from './outputs.ts';
import { moveStack } from './progress.ts';
import { deleteSuperseded } from './resource/delete-resource.ts';
import { Orphaned, patchStack, type Run, stackOf } from './run.ts';

interface DeleteRunOptions {
  readonly retain: readonly string[];
  readonly force: boolean;
}

/** Deletes the stack and what is in it, unless somebody imports what it exports. */
export async function deleteStackResources(run: Run, options: DeleteRunOptions): Promise<void> {
  const before = stackOf(run).status;
  const used = exportsOf(run.state, run.stackId).find(({ name }) => importersOf(run.state, name).length > 0);
  if (used) {
    const users = listed(importersOf(run.state, used.name));
    // AWS gives the stack back the status it had, so that it can be worked on.
    return moveStack(run, before, `Delete canceled. Cannot delete export ${used.name} as it is in use by ${users}.`);
  }
  patchStack(run, { deletedMs: run.context.clock.now() });
  moveStack(run, 'DELETE_IN_PROGRESS', 'User Initiated');
  await deleteLeftovers(run);
  const failure = await deleteAll(run, { isCreationUndone: false, retain: options.retain, force: options.force });
  if (failure !== undefined) return moveStack(run, 'DELETE_FAILED', failure);
  forgetExports(run.state, run.stackId);
  markDeleted(run);
}

/** Of an update that never ended, old and new resources of one name may both be there. */
async function deleteLeftovers(run: Run): Promise<void> {
  for (const record of resourcesOf(run.state, run.stackId)) {
    const { undo } = record;
    const leftover = undo?.kind === 'replaced' ? undo.before : undo?.kind === 'restored' ? undo.discard : undefined;
    if (!leftover) continue;
    try {
      await deleteSuperseded(run, leftover, record);
    } catch (error) {
      if (error instanceof Orphaned) throw error;
    }
  }
}
