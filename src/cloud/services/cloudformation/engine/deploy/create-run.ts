import { resourcesOf } from '../../state.ts';
import type { Blueprint } from '../blueprint.ts';
import { reversed } from '../graph/dependencies.ts';
import { type GraphOutcome, runGraph } from '../graph/run-graph.ts';
import { checkExports, evaluateOutputs, outputFailure, publishExports } from './outputs.ts';
import { createResource } from './resource/create-resource.ts';
import { deleteResource, isRetained } from './resource/delete-resource.ts';
import { moveStack, patchStack, type Run, stackOf, undoing } from './run.ts';

/** Creates everything that the blueprint wants, as parallel as its graph allows; undoes it when something fails. */
export async function createStackResources(run: Run, blueprint: Blueprint): Promise<void> {
  moveStack(run, 'CREATE_IN_PROGRESS', 'User Initiated');
  const outcome = await runGraph(blueprint.graph, (logicalId) => createOrCancel(run, blueprint, logicalId), {
    onFailure: 'stop-all',
    signal: run.operation.cancelled,
  });
  const reason = failureOf(run, outcome, 'create') ?? settleOutputs(run, blueprint);
  if (reason === undefined) moveStack(run, 'CREATE_COMPLETE');
  else await afterFailedCreation(undoing(run), reason);
}

/** The first failure cancels the others: those that wait for somebody outside (custom resources) need not go on. */
async function createOrCancel(run: Run, blueprint: Blueprint, logicalId: string): Promise<void> {
  try {
    await createResource(run, blueprint, logicalId);
  } catch (error) {
    run.operation.cancel();
    throw error;
  }
}

/** `The following resource(s) failed to create: [A, B]. `; undefined when nothing failed. */
export function failureOf(run: Run, outcome: GraphOutcome, verb: 'create' | 'update' | 'delete'): string | undefined {
  if (outcome.failures.size > 0)
    return `The following resource(s) failed to ${verb}: [${[...outcome.failures.keys()].join(', ')}]. `;
  if (outcome.skipped.length > 0 && run.operation.cancelled.aborted) return 'Resource creation cancelled. ';
  return undefined;
}

/** Evaluates and publishes outputs; answers why that failed. */
export function settleOutputs(run: Run, blueprint: Blueprint): string | undefined {
  try {
    const outputs = evaluateOutputs(run, blueprint);
    checkExports(run, outputs);
    publishExports(run, outputs, blueprint.imports);
    patchStack(run, { outputs });
    return undefined;
  } catch (error) {
    return `${outputFailure(error, run)}. `;
  }
}

async function afterFailedCreation(run: Run, reason: string): Promise<void> {
  const { onFailure, disableRollback } = stackOf(run);
  if (onFailure === 'DO_NOTHING' || disableRollback) return moveStack(run, 'CREATE_FAILED', reason);
  if (onFailure === 'DELETE') {
    moveStack(run, 'DELETE_IN_PROGRESS', `${reason}Delete requested by user.`);
    const failure = await deleteAll(run, { isCreationUndone: true });
    if (failure !== undefined) return moveStack(run, 'DELETE_FAILED', failure);
    patchStack(run, { deletedMs: run.context.clock.now() });
    run.state.stackIds.delete(stackOf(run).name);
    return moveStack(run, 'DELETE_COMPLETE');
  }
  await rollBackCreation(run, `${reason}Rollback requested by user.`);
}

/** Takes back what a failed creation made. */
export async function rollBackCreation(run: Run, reason: string): Promise<void> {
  moveStack(run, 'ROLLBACK_IN_PROGRESS', reason);
  const failure = await deleteAll(run, { isCreationUndone: true });
  if (failure === undefined) moveStack(run, 'ROLLBACK_COMPLETE');
  else moveStack(run, 'ROLLBACK_FAILED', failure);
}

interface DeleteAllOptions {
  readonly isCreationUndone: boolean;
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
  return options.force ? undefined : failureOf(run, outcome, 'delete');
}
