import type { Frame } from '../execution/frame.ts';
import type { Turn } from '../execution/turn.ts';
import type { StatesState } from '../state.ts';
import { mapRunOfKey } from './begin-map-run.ts';
import {
  childKey,
  childRange,
  isUnsuccessful,
  type MapChild,
  type MapProgress,
  type MapRun,
  moved,
} from './map-run.ts';

/**
 * A state that is entered again because its execution was redriven goes on with its map run: children that failed, were
 * stopped or never begun run again. Answers whether there is such a one.
 * https://docs.aws.amazon.com/step-functions/latest/dg/redrive-map-run.html
 */
export function redrivenMapRun(frame: Frame, turn: Turn): boolean {
  const redrives = turn.execution.redrives ?? 0;
  const last = lastOf(frame, turn);
  const progress = last && turn.state.mapProgress.get(last.arn);
  if (!last || !progress || last.executionRedrives >= redrives) return false;
  if (last.status === 'RUNNING' || last.status === 'SUCCEEDED') return false;
  const { stopMs: _stopped, error: _failed, cause: _why, ...rest } = last;
  const redriveCount = (last.redrives ?? 0) + 1;
  const waiting = turn.context.random.uuid();
  const run: MapRun = {
    ...rest,
    status: 'RUNNING',
    frame: frame.id,
    waiting,
    executionRedrives: redrives,
    redrives: redriveCount,
    redriveMs: turn.nowMs,
  };
  const told = turn.record(frame, 'MapRunRedriven', {
    mapRunRedrivenEventDetails: { mapRunArn: run.arn, redriveCount },
  });
  turn.put({ ...told, waiting: { kind: 'mapRun', id: waiting, mapRunArn: run.arn } });
  turn.defer(turn.nowMs, 'AdvanceMapRun', { MapRunArn: run.arn, Portion: progress.portion });
  turn.also(() => {
    turn.state.mapRuns.set(run.arn, run);
    turn.state.mapProgress.set(run.arn, anew(run, progress, turn));
  });
  return true;
}

/** The last map run of the state in which the frame is. */
function lastOf({ id, state }: Frame, { execution, state: { mapRuns, mapRunsOf } }: Turn): MapRun | undefined {
  const range = { from: `${execution.arn}|`, to: mapRunOfKey(execution.arn, 999_999_999), reverse: true };
  for (const arn of mapRunsOf.values(range)) {
    const run = mapRuns.get(arn);
    if (run?.frame === id && run.state === state) return run;
  }
  return undefined;
}

/** All children that have not succeeded wait for their turn again. */
function anew({ arn }: MapRun, progress: MapProgress, { state }: Turn): MapProgress {
  let begun: MapProgress = { ...progress, isReading: true, begun: 0 };
  for (const child of [...state.mapChildren.values(childRange(arn))]) {
    if (!isUnsuccessful(child)) continue;
    const waiting = toRedrive(child, state);
    state.mapChildren.set(childKey(arn, child.index), waiting);
    begun = moved(begun, child.status, waiting.status, child.items);
  }
  return begun;
}

/** An EXPRESS child is begun anew, any other goes on from where it stopped. */
function toRedrive(child: MapChild, state: StatesState): MapChild {
  const { index, items, executionArn, input } = child;
  const execution = executionArn === undefined ? undefined : state.executions.get(executionArn);
  if (!execution) return { index, items, status: 'PENDING', ...(input !== undefined && { input }) };
  state.executions.set(execution.arn, { ...execution, status: 'PENDING_REDRIVE' });
  return { ...child, status: 'PENDING_REDRIVE' };
}
