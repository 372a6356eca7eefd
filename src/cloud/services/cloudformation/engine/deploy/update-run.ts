import { resourcesOf } from '../../state.ts';
import type { Blueprint } from '../blueprint.ts';
import { reversed } from '../graph/dependencies.ts';
import { type GraphOutcome, runGraph } from '../graph/run-graph.ts';
import { missingImportReason } from './create-run.ts';
import { settleOutputs } from './outputs.ts';
import { forgetResource, moveStack, noteResource, storeResource } from './progress.ts';
import { denialOf } from './resource/assert-allowed.ts';
import { deleteResource, deleteSuperseded, isRetained } from './resource/delete-resource.ts';
import { removedResources } from './resource/prepare-resource.ts';
import { applyResource } from './resource/update-resource.ts';
import { rollBackUpdate } from './rollback-run.ts';
import { type Run, recordOf, stackOf, undoing } from './run.ts';
import { failedResources, runResources } from './run-resources.ts';
import { resourcesBefore, tellStoredOnly } from './tell-stored-only.ts';
import { breachedTrigger, watchTriggers } from './watch-triggers.ts';

/** Makes the stack what the blueprint wants; undoes it when something fails, unless it was told not to. */
export async function updateStackResources(run: Run, blueprint: Blueprint): Promise<void> {
  moveStack(run, 'UPDATE_IN_PROGRESS', 'User Initiated');
  const reason =
    missingImportReason(blueprint) ??
    deniedRemovals(run, blueprint) ??
    (await breachedTrigger(run)) ??
    (await applyResources(run, blueprint));
  if (reason === undefined) return finishUpdate(run, blueprint);
  if (stackOf(run).disableRollback) return moveStack(run, 'UPDATE_FAILED', reason);
  await rollBackUpdate(undoing(run), reason);
}

/** What the new template no longer has and the stack's policy protects; undefined when nothing. */
function deniedRemovals(run: Run, blueprint: Blueprint): string | undefined {
  const denied = removedResources(run, blueprint).flatMap((record) => {
    const denial = record.state && denialOf(run, record, 'Update:Delete');
    if (denial === undefined) return [];
    noteResource(run, { ...record, undo: { kind: 'updated', before: record } }, 'UPDATE_FAILED', denial);
    return [record.logicalId];
  });
  return denied.length === 0 ? undefined : failedResources('update', denied);
}

/** The new template could not be read: there is nothing to take back, but the stack says that it was tried. */
export async function failUpdate(run: Run, reason: string): Promise<void> {
  moveStack(run, 'UPDATE_IN_PROGRESS', 'User Initiated');
  if (stackOf(run).disableRollback) return moveStack(run, 'UPDATE_FAILED', reason);
  await rollBackUpdate(undoing(run), reason);
}

async function applyResources(run: Run, blueprint: Blueprint): Promise<string | undefined> {
  const outcome = await runResources(run, blueprint, (logicalId) => applyResource(run, blueprint, logicalId));
  return updateFailure(run, outcome) ?? settleOutputs(run, blueprint) ?? watchTriggers(run, 'update');
}

/** AWS tells creations and updates that failed apart, creations first. */
function updateFailure(run: Run, { failures, skipped }: GraphOutcome): string | undefined {
  const failed = [...failures.keys()];
  const isCreation = (logicalId: string) => recordOf(run, logicalId)?.status === 'CREATE_FAILED';
  const created = failed.filter(isCreation);
  const updated = failed.filter((logicalId) => !isCreation(logicalId));
  const parts = [
    ...(created.length > 0 ? [failedResources('create', created)] : []),
    ...(updated.length > 0 ? [failedResources('update', updated)] : []),
  ];
  if (parts.length === 0 && skipped.length > 0) return 'User Initiated';
  return parts.length > 0 ? parts.join('') : undefined;
}

/** Deletes what the new template no longer has and what was replaced, then calls the update complete. */
async function finishUpdate(run: Run, blueprint: Blueprint): Promise<void> {
  moveStack(run, 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS');
  const before = resourcesBefore(run);
  const isClean = await cleanUp(run, blueprint);
  const { stableDefinition: _, ...stack } = stackOf(run);
  run.state.stacks.set(run.stackId, stack);
  moveStack(
    run,
    'UPDATE_COMPLETE',
    isClean ? undefined : 'Update successful. One or more resources could not be deleted.',
  );
  tellStoredOnly(run, before);
}

/** Whether all went. A failure here does not fail the update: AWS says so in the status reason and goes on. */
async function cleanUp(run: Run, blueprint: Blueprint): Promise<boolean> {
  const removed = new Set(removedResources(run, blueprint).map(({ logicalId }) => logicalId));
  const records = new Map(resourcesOf(run.state, run.stackId).map((record) => [record.logicalId, record]));
  const stale = [...records.values()].filter(
    (record) => removed.has(record.logicalId) || record.undo?.kind === 'replaced',
  );
  // What was replaced had dependencies of its own; they hold among the old resources.
  const dependencies = new Map(
    stale.map((record) => [
      record.logicalId,
      record.undo?.kind === 'replaced' ? record.undo.before.dependsOn : record.dependsOn,
    ]),
  );
  const outcome = await runGraph(
    reversed(dependencies),
    async (logicalId) => {
      const record = records.get(logicalId);
      if (!record) return;
      if (record.undo?.kind === 'replaced') await deleteSuperseded(run, record.undo.before, record);
      if (!removed.has(logicalId)) return;
      const { undo: _, ...settled } = record;
      await deleteResource(run, settled, { retain: isRetained(record.deletionPolicy, false), keepRecord: false });
    },
    { onFailure: 'stop-dependents' },
  );
  forgetUndo(run, removed);
  return outcome.failures.size === 0;
}

/** The update stands: no way leads back any more. What could not be deleted is no part of the stack any more. */
function forgetUndo(run: Run, removed: ReadonlySet<string>): void {
  for (const record of resourcesOf(run.state, run.stackId)) {
    if (removed.has(record.logicalId)) {
      forgetResource(run, record.logicalId);
      continue;
    }
    if (!record.undo && !record.attempted) continue;
    const { undo: _, attempted: __, ...settled } = record;
    storeResource(run, settled, record.status, record.statusReason);
  }
}
