import type { Frame } from '../execution/frame.ts';
import type { Turn } from '../execution/turn.ts';
import { mapRunOfKey } from './begin-map-run.ts';
import { childKey, childRange, isUnsuccessful, type MapProgress, type MapRun, moved } from './map-run.ts';

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
  let begun = { ...progress, isReading: true, begun: 0 };
  for (const child of [...state.mapChildren.values(childRange(arn))]) {
    if (!isUnsuccessful(child)) continue;
    const input = child.input ?? state.executions.get(child.executionArn ?? '')?.input ?? '{}';
    const { index, items } = child;
    state.mapChildren.set(childKey(arn, index), { index, items, status: 'PENDING', input });
    begun = { ...moved(begun, child.status, 'PENDING', items), begun: 0 };
  }
  return begun;
}
