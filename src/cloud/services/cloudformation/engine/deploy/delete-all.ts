import { resourcesOf } from '../../state.ts';
import { reversed } from '../graph/dependencies.ts';
import { runGraph } from '../graph/run-graph.ts';
import { moveStack } from './progress.ts';
import { deleteResource, isRetained } from './resource/delete-resource.ts';
import { type Run, stackOf } from './run.ts';
import { failedResources } from './run-resources.ts';

interface DeleteAllOptions {
  /** `RetainExceptOnCreate` keeps nothing then. */
  readonly isCreationUndone: boolean;
  /** Logical ids of resources to leave in the world. */
  readonly retain?: readonly string[];
  /** FORCE_DELETE_STACK: what cannot be deleted is left behind. */
  readonly force?: boolean;
}

/** Deletes all resources of the stack against their dependencies; answers what failed. */
export async function deleteAll(run: Run, options: DeleteAllOptions): Promise<string | undefined> {
  const records = new Map(
    resourcesOf(run.state, run.stackId)
      .filter(({ status }) => status !== 'DELETE_COMPLETE' && status !== 'DELETE_SKIPPED')
      .map((record) => [record.logicalId, record]),
  );
  const graph = reversed(new Map([...records].map(([logicalId, record]) => [logicalId, record.dependsOn])));
  const { retainExceptOnCreate } = stackOf(run);
  const outcome = await runGraph(
    graph,
    async (logicalId) => {
      const record = records.get(logicalId);
      if (!record) return;
      const isKept =
        options.retain?.includes(logicalId) ||
        (isRetained(record.deletionPolicy, options.isCreationUndone) &&
          !(retainExceptOnCreate && options.isCreationUndone));
      await deleteResource(run, record, { retain: isKept === true, keepRecord: true });
    },
    { onFailure: 'stop-dependents' },
  );
  return options.force || outcome.failures.size === 0 ? undefined : failedResources('delete', outcome.failures.keys());
}

/** The stack is gone: its name is free again, its record and events can be read by its id for 90 days. */
export function markDeleted(run: Run): void {
  const { name } = stackOf(run);
  // Another stack may have the name by now.
  if (run.state.stackIds.get(name) === run.stackId) run.state.stackIds.delete(name);
  moveStack(run, 'DELETE_COMPLETE');
}
