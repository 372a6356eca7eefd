import type { Context } from '../../../service-kit/contract.ts';
import type { StatesRuntime } from '../runtime.ts';
import type { StatesState } from '../state.ts';
import { beginChild, redriveChild } from './begin-child.ts';
import { defer } from './defer.ts';
import { childKey, type Ending, type MapProgress, type MapRun, moved } from './map-run.ts';

/** As many children of one map run AWS lets run at once. */
const runningMax = 10_000;
/** Fewer than these wait for their turn: the next portion of items is read. */
const waitingMin = 200;
/** As many are begun in one step. */
const begunMax = 250;

type StatesContext = Context<StatesRuntime>;

/**
 * Writes down how far a map run is and does what follows from it: it begins children, has more items read, fails, or is
 * over. Nothing is awaited in here.
 */
export function goOn(state: StatesState, run: MapRun, progress: MapProgress, context: StatesContext): void {
  if (!run.ending && run.status === 'RUNNING' && isFailing(run, progress)) {
    end(state, run, progress, thresholdExceeded, context);
    return;
  }
  const grown = run.ending || run.status !== 'RUNNING' ? progress : fill(state, run, progress, context);
  state.mapProgress.set(run.arn, grown);
  if (run.status !== 'RUNNING' || grown.executions.running > 0) return;
  if (run.ending || (grown.isRead && grown.begun === grown.children)) finish(state, run, context);
}

/** A map run is to end before its time: what runs of it is stopped. */
export function end(
  state: StatesState,
  run: MapRun,
  progress: MapProgress,
  ending: Ending,
  context: StatesContext,
): void {
  const ended: MapRun = { ...run, ending };
  state.mapRuns.set(run.arn, ended);
  if (progress.executions.running > 0) defer('StopMapRun', { MapRunArn: run.arn }, context);
  goOn(state, ended, progress, context);
}

/** https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html#maprun-fail-threshold */
const thresholdExceeded: Ending = {
  status: 'FAILED',
  error: 'States.ExceedToleratedFailureThreshold',
  cause: 'The specified tolerated failure threshold was exceeded',
};

/** Whether more items failed than may. The share of all of them is known when all were read. */
function isFailing({ tolerated, source }: MapRun, { items, isRead, itemsRead }: MapProgress): boolean {
  const failed = items.failed + items.timedOut;
  const { count, percentage } = tolerated;
  if (count === undefined && percentage === undefined) return failed > 0;
  if (count !== undefined && failed > count) return true;
  const total = source.from === 'state' ? source.total : isRead ? itemsRead : undefined;
  return percentage !== undefined && total !== undefined && failed * 100 > percentage * total;
}

/** Begins what may run, and asks for more items where few are left. */
function fill(state: StatesState, run: MapRun, given: MapProgress, context: StatesContext): MapProgress {
  const concurrency = Math.min(run.maxConcurrency || runningMax, runningMax);
  let progress = given;
  let left = begunMax;
  const isRoom = () => progress.executions.running < concurrency && progress.begun < progress.children;
  while (isRoom() && left > 0) {
    const child = state.mapChildren.get(childKey(run.arn, progress.begun));
    if (child?.status === 'PENDING' || child?.status === 'PENDING_REDRIVE') {
      (child.status === 'PENDING' ? beginChild : redriveChild)(state, run, child, context);
      left -= 1;
      progress = moved(progress, child.status, 'RUNNING', child.items);
    }
    progress = { ...progress, begun: progress.begun + 1 };
  }
  const isShort = !progress.isRead && progress.children - progress.begun < waitingMin;
  if (progress.isReading || !(isShort || isRoom())) return progress;
  defer('AdvanceMapRun', { MapRunArn: run.arn, Portion: progress.portion }, context);
  return { ...progress, isReading: true };
}

/** Nothing of it runs any more: results are written, or whoever began it hears of it. */
function finish(state: StatesState, run: MapRun, context: StatesContext): void {
  if (run.writer?.bucket === undefined) close(state, run, run.ending ?? { status: 'SUCCEEDED' }, context);
  else defer('WriteMapResults', { MapRunArn: run.arn, Redrives: run.redrives ?? 0 }, context);
}

/** A map run is over. */
export function close(
  state: StatesState,
  run: MapRun,
  { status, error, cause }: Omit<Ending, 'status'> & { readonly status: MapRun['status'] },
  context: StatesContext,
): void {
  const { ending: _done, ...rest } = run;
  const told = { ...(error !== undefined && { error }), ...(cause !== undefined && { cause }) };
  state.mapRuns.set(run.arn, { ...rest, status, stopMs: context.clock.now(), ...told });
  // Whoever stopped it does not wait for it.
  if (status === 'ABORTED') return;
  const { executionArn: ExecutionArn, frame: Frame, waiting: Waiting } = run;
  const wake = { ExecutionArn, Frame, Waiting, Reason: 'answer', Answer: { output: null } };
  defer('ContinueExecution', wake, context);
}
