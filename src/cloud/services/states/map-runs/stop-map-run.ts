import type { Operation } from '../../../service-kit/contract.ts';
import { abortExecution } from '../execution/end-execution.ts';
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
  for (const arn of running) {
    await takeTurn(state, arn, context, async (turn) => abortExecution(undefined, undefined, turn));
  }
  if (running.length === stoppedMax && context.delivery?.isCurrent !== false) {
    defer('StopMapRun', { MapRunArn }, context);
  }
  return {};
};
