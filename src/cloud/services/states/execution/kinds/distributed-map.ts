import type { Json } from '../../definition/json.ts';
import type { MapState } from '../../definition/states.ts';
import { beginMapRun } from '../../map-runs/begin-map-run.ts';
import { redrivenMapRun } from '../../map-runs/redrive-map-run.ts';
import { stateResult } from '../../map-runs/results/state-result.ts';
import { StatesError } from '../../states-error.ts';
import type { Kind } from './kind.ts';

/**
 * A Map whose items are executions of their own: the state begins a map run and waits until that is over.
 * https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html
 */
export const distributedMap: Kind<MapState> = {
  name: 'Map',
  async begin(state, frame, turn) {
    if (!redrivenMapRun(frame, turn)) await beginMapRun(state, frame, turn);
    return undefined;
  },
  async wake(_state, frame, _wake, turn) {
    if (frame.waiting?.kind !== 'mapRun') return undefined;
    const run = turn.state.mapRuns.get(frame.waiting.mapRunArn);
    if (!run || run.status === 'RUNNING') return undefined;
    if (run.status !== 'SUCCEEDED') {
      const { error, cause } = run;
      const told = { ...(error !== undefined && { error }), ...(cause !== undefined && { cause }) };
      const failed = turn.record(frame, 'MapRunFailed', { mapRunFailedEventDetails: told });
      turn.record(failed, 'MapStateFailed');
      throw new StatesError(error, cause);
    }
    turn.record(frame, 'MapRunSucceeded');
    turn.record(frame, 'MapStateSucceeded');
    // Whatever comes next follows the run's start: nothing follows a success.
    turn.put(frame);
    const result: Json = stateResult(turn.state, run);
    return { result };
  },
};
