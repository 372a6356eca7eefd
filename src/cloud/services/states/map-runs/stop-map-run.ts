import type { Context, Operation } from '../../../service-kit/contract.ts';
import { rootFrame } from '../execution/frame.ts';
import { takeTurn } from '../execution/take-turn.ts';
import type { StatesRuntime } from '../runtime.ts';
import type { StatesState } from '../state.ts';
import { defer } from './defer.ts';
import { end } from './go-on.ts';
import { childRange } from './map-run.ts';

/** So many children are stopped at once. */
const stoppedMax = 200;

/** Stops a map run that nobody waits for any more, or the children of one that failed. Ours: no client calls it. */
export const stopMapRun: Operation<{ readonly MapRunArn: string }, object, StatesState, StatesRuntime> = async (
  state,
  { MapRunArn },
  context,
) => {
  const run = state.mapRuns.get(MapRunArn);
  const progress = state.mapProgress.get(MapRunArn);
  if (run?.status !== 'RUNNING' || !progress) return {};
  if (!run.ending) {
    end(state, run, progress, { status: 'ABORTED' }, context);
    return {};
  }
  const running: string[] = [];
  for (const { status, executionArn } of state.mapChildren.values(childRange(MapRunArn))) {
    if (status === 'RUNNING' && executionArn !== undefined) running.push(executionArn);
    if (running.length === stoppedMax) break;
  }
  for (const arn of running) await abort(state, arn, context);
  if (running.length === stoppedMax && context.delivery?.isCurrent !== false) {
    defer('StopMapRun', { MapRunArn }, context);
  }
  return {};
};

async function abort(state: StatesState, arn: string, context: Context<StatesRuntime>): Promise<void> {
  await takeTurn(state, arn, context, async (turn) => {
    const { timeoutKey, ...execution } = turn.execution;
    if (timeoutKey !== undefined) turn.cancel(timeoutKey);
    const root = turn.frame(rootFrame);
    turn.execution = execution;
    turn.record(root, 'ExecutionAborted', { executionAbortedEventDetails: {} });
    turn.execution = { ...turn.execution, status: 'ABORTED', stopMs: turn.nowMs };
    turn.drop(root);
  });
}
