import type { Graph } from './dependencies.ts';

/** How the work on a graph ended. Nodes that are in neither collection are done. */
export interface GraphOutcome {
  /** By node, in the order in which they failed. */
  readonly failures: ReadonlyMap<string, unknown>;
  /** Never begun, because of a failure or the signal. */
  readonly skipped: readonly string[];
}

interface RunOptions {
  /** `all`: a failure keeps anything new from beginning. `dependents`: only what waits for it. */
  readonly onFailure: 'stop-all' | 'stop-dependents';
  readonly signal?: AbortSignal;
}

/**
 * Runs `work` for every node of an acyclic graph, each as soon as what it depends on is done, all at once where the
 * graph allows. What has begun is always waited for. Never rejects: failures are in the outcome.
 */
export async function runGraph(
  graph: Graph,
  work: (node: string) => Promise<void>,
  options: RunOptions,
): Promise<GraphOutcome> {
  const failures = new Map<string, unknown>();
  const running = new Map<string, Promise<void>>();
  const done = new Set<string>();
  const isStopped = () => options.signal?.aborted === true || (options.onFailure === 'stop-all' && failures.size > 0);

  const begin = () => {
    if (isStopped()) return;
    for (const [node, dependencies] of graph) {
      if (running.has(node) || done.has(node) || failures.has(node)) continue;
      // Dependencies outside the graph are done already.
      if (dependencies.every((name) => done.has(name) || !graph.has(name))) running.set(node, run(node));
    }
  };
  const run = async (node: string): Promise<void> => {
    try {
      await work(node);
      done.add(node);
    } catch (error) {
      failures.set(node, error);
    }
    running.delete(node);
  };

  for (begin(); running.size > 0; begin()) await Promise.race(running.values());
  const skipped = [...graph.keys()].filter((node) => !done.has(node) && !failures.has(node));
  return { failures, skipped };
}
