import type { Blueprint } from '../blueprint.ts';
import { type GraphOutcome, runGraph } from '../graph/run-graph.ts';
import type { Run } from './run.ts';

/**
 * Works on every resource that the blueprint wants, as parallel as its graph allows. The first failure cancels the
 * others: nothing new begins, and those that wait for somebody outside (custom resources) need not go on.
 */
export function runResources(
  run: Run,
  { graph }: Blueprint,
  work: (logicalId: string) => Promise<void>,
): Promise<GraphOutcome> {
  const workOrCancel = async (logicalId: string): Promise<void> => {
    try {
      await work(logicalId);
    } catch (error) {
      run.operation.cancel();
      throw error;
    }
  };
  return runGraph(graph, workOrCancel, { onFailure: 'stop-all', signal: run.operation.cancelled });
}

/** `The following resource(s) failed to create: [A, B]. `: AWS's words, with the space for what may follow. */
export const failedResources = (
  verb: 'create' | 'update' | 'delete' | 'import',
  logicalIds: Iterable<string>,
): string => `The following resource(s) failed to ${verb}: [${[...logicalIds].join(', ')}]. `;
