import { type ResourceRecord, resourcesOf } from '../../state.ts';
import { reversed } from '../graph/dependencies.ts';
import { runGraph } from '../graph/run-graph.ts';
import { forgetResource, moveStack, noteResource, storeResource } from './progress.ts';
import { changeInPlace } from './resource/change-in-place.ts';
import { deleteResource, deleteSuperseded, isRetained } from './resource/delete-resource.ts';
import { failureReason } from './resource/failure-reason.ts';
import { Orphaned, type Run, recordOf, stackOf } from './run.ts';
import { failedResources } from './run-resources.ts';

/** AWS's text; the CDK looks for it. */
export const skippedReason = 'Resource skipped during UpdateRollback';

/** Brings the stack back to where it was before its last update. `skip`: resources that are taken as they are. */
export async function rollBackUpdate(run: Run, reason: string, skip: readonly string[] = []): Promise<void> {
  moveStack(run, 'UPDATE_ROLLBACK_IN_PROGRESS', reason);
  const records = new Map(resourcesOf(run.state, run.stackId).map((record) => [record.logicalId, record]));
  const changed = [...records.values()].filter(({ undo }) => undo?.kind === 'updated' || undo?.kind === 'replaced');
  const graph = new Map(changed.map((record) => [record.logicalId, beforeOf(record).dependsOn]));
  const outcome = await runGraph(
    graph,
    async (logicalId) => {
      const record = records.get(logicalId);
      if (record) await revert(run, record, skip.includes(logicalId));
    },
    { onFailure: 'stop-all' },
  );
  if (outcome.failures.size > 0) {
    return moveStack(run, 'UPDATE_ROLLBACK_FAILED', failedResources('update', outcome.failures.keys()));
  }
  await finishRollback(run);
}

const beforeOf = (record: ResourceRecord): ResourceRecord =>
  record.undo?.kind === 'updated' || record.undo?.kind === 'replaced' ? record.undo.before : record;

/** One resource back to what it was. Rejects after the failure is written down. */
async function revert(run: Run, record: ResourceRecord, isSkipped: boolean): Promise<void> {
  const { undo: _, ...before } = beforeOf(record);
  if (isSkipped) {
    noteResource(run, before, 'UPDATE_COMPLETE', skippedReason);
    return;
  }
  if (record.undo?.kind === 'replaced') {
    // The old one was never touched; the one that took its place goes in the cleanup.
    const { undo: __, ...discard } = record;
    noteResource(run, { ...before, undo: { kind: 'restored', discard } }, 'UPDATE_COMPLETE');
    return;
  }
  noteResource(run, record, 'UPDATE_IN_PROGRESS');
  try {
    const state = await reapply(run, record, before);
    noteResource(run, { ...before, state }, 'UPDATE_COMPLETE');
  } catch (error) {
    if (error instanceof Orphaned) throw error;
    noteResource(run, recordOf(run, record.logicalId) ?? record, 'UPDATE_FAILED', failureReason(error, run));
    throw error;
  }
}

/** Updates with old and new changed round. What failed half way is told as what was attempted. */
async function reapply(run: Run, record: ResourceRecord, before: ResourceRecord) {
  const type = run.ownerOf(run, record.type);
  const current = record.state ?? before.state;
  if (!type.update || !current) return before.state ?? { physicalId: '' };
  return changeInPlace(run, {
    logicalId: record.logicalId,
    update: type.update,
    state: current,
    properties: before.properties,
    settled: record.attempted ? before.properties : record.properties,
    attempted: record.attempted,
  });
}

/** Deletes what the update had made, and puts the old definition in force. */
async function finishRollback(run: Run): Promise<void> {
  moveStack(run, 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS');
  const { retainExceptOnCreate } = stackOf(run);
  const records = new Map(
    resourcesOf(run.state, run.stackId)
      .filter(({ undo }) => undo?.kind === 'created' || undo?.kind === 'restored')
      .map((record) => [record.logicalId, record]),
  );
  const graph = new Map(
    [...records].map(([logicalId, { undo, dependsOn }]) => [
      logicalId,
      undo?.kind === 'restored' ? undo.discard.dependsOn : dependsOn,
    ]),
  );
  await runGraph(
    reversed(graph),
    async (logicalId) => {
      const record = records.get(logicalId);
      if (record?.undo?.kind === 'restored') return deleteSuperseded(run, withoutPolicy(record.undo.discard), record);
      const retain = record !== undefined && !retainExceptOnCreate && isRetained(record.deletionPolicy, true);
      if (record) await deleteResource(run, record, { retain, keepRecord: false });
    },
    { onFailure: 'stop-dependents' },
  );
  settle(run);
  const { stableDefinition, ...stack } = stackOf(run);
  run.state.stacks.set(run.stackId, { ...stack, definition: stableDefinition ?? stack.definition });
  moveStack(run, 'UPDATE_ROLLBACK_COMPLETE');
}

/** UpdateReplacePolicy speaks of the old resource of a replacement; the new one of a failed update always goes. */
const withoutPolicy = (record: ResourceRecord): ResourceRecord => ({ ...record, updateReplacePolicy: 'Delete' });

/** What the update had not reached keeps no trace of it, and what could not be deleted is forgotten. */
function settle(run: Run): void {
  for (const record of resourcesOf(run.state, run.stackId)) {
    if (record.undo?.kind === 'created') {
      forgetResource(run, record.logicalId);
      continue;
    }
    const { undo: _, attempted: __, ...settled } = record;
    storeResource(run, settled, record.status, record.statusReason);
  }
}
