import type { Context } from '../../../service-kit/contract.ts';
import type { StatesRuntime } from '../runtime.ts';
import type { Execution, StatesState } from '../state.ts';
import { goOn } from './go-on.ts';
import { childKey, type MapChild, type MapRun, moved } from './map-run.ts';

/** An execution is over: where it is a child, its map run counts it and goes on, in the same step. */
export function mapChildOver(state: StatesState, execution: Execution, context: Context<StatesRuntime>): void {
  const { mapRunArn, mapIndex } = execution;
  if (mapRunArn === undefined || mapIndex === undefined) return;
  const run = state.mapRuns.get(mapRunArn);
  const progress = state.mapProgress.get(mapRunArn);
  const child = state.mapChildren.get(childKey(mapRunArn, mapIndex));
  if (!run || !progress || child?.executionArn !== execution.arn) return;
  state.mapChildren.set(childKey(mapRunArn, mapIndex), overOf(run, child, execution));
  goOn(state, run, moved(progress, child.status, execution.status, child.items), context);
}

function overOf(run: MapRun, { index, items }: MapChild, execution: Execution): MapChild {
  const { arn: executionArn, status, type, input, name, startMs, stopMs = startMs } = execution;
  const over = { index, items, status, executionArn };
  if (type === 'STANDARD') return over;
  const { output, error, cause } = execution;
  const told = {
    ...(output !== undefined && { output }),
    ...(error !== undefined && { error }),
    ...(cause !== undefined && { cause }),
  };
  return { ...over, ...(hasInput(run, status) && { input }), ended: { name, startMs, stopMs, ...told } };
}

/** Whether a child's result tells its input: inputs of all that succeeded are as large as what the items were read from. */
const hasInput = ({ writer }: MapRun, status: MapChild['status']): boolean =>
  status !== 'SUCCEEDED' || writer?.transformation === 'NONE';
