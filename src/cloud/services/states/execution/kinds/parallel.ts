import type { ParallelState } from '../../definition/states.ts';
import { effectiveInput, fillTemplate } from '../../expressions/io.ts';
import { StatesError } from '../../states-error.ts';
import { beginChild, childFailed, childSucceeded, gather } from '../children.ts';
import type { Kind } from './kind.ts';

/** https://docs.aws.amazon.com/step-functions/latest/dg/state-parallel.html */
export const parallel: Kind<ParallelState> = {
  name: 'Parallel',
  async begin(state, frame, turn) {
    const environment = turn.environment(frame);
    const inside = { ...environment, input: await effectiveInput(state, environment) };
    const field = environment.language === 'JSONata' ? 'Arguments' : 'Parameters';
    const input = await fillTemplate(state[field], inside, field, inside.input);
    const started = turn.record(frame, 'ParallelStateStarted');
    const { previousEvent } = started;
    turn.put({ ...started, waiting: { kind: 'children', id: turn.context.random.uuid() } });
    const total = state.Branches.length;
    turn.putFanOut(frame, { total, begun: total, done: 0, concurrency: total, previousEvent });
    for (let index = 0; index < total; index += 1) {
      const path = [...frame.path, frame.state, 'Branches', String(index)];
      beginChild(frame, { index, path, input, previousEvent }, turn);
    }
    return undefined;
  },
  async childOver(_state, frame, child, outcome, turn) {
    if (outcome instanceof StatesError || !('output' in outcome)) {
      turn.record(childFailed(frame, child, turn), 'ParallelStateFailed');
      throw outcome instanceof StatesError ? outcome : new StatesError(outcome.error, outcome.cause);
    }
    const { done, total } = childSucceeded(frame, child, outcome.output, turn);
    if (done < total) return undefined;
    const { outputs, parent } = gather(frame, turn);
    turn.note(parent, 'ParallelStateSucceeded');
    return { result: outputs };
  },
};
