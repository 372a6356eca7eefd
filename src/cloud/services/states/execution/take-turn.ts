import type { Context } from '../../../service-kit/contract.ts';
import { mapChildOver } from '../map-runs/map-child-over.ts';
import type { StatesRuntime } from '../runtime.ts';
import type { Execution, StatesState } from '../state.ts';
import { drive } from './drive.ts';
import { Turn } from './turn.ts';

/**
 * Lets an execution go on: `work` says what woke it. Turns of one execution come one after the other. Answers how it is
 * afterwards; undefined where there is no such execution or it is over.
 */
export function takeTurn(
  state: StatesState,
  executionArn: string,
  context: Context<StatesRuntime>,
  work: (turn: Turn) => Promise<void>,
): Promise<Execution | undefined> {
  const { runtime } = context;
  const { age } = runtime;
  return runtime.inTurn(executionArn, async () => {
    const execution = state.executions.get(executionArn);
    const revision = execution && state.revisions.get(execution.revision);
    if (!revision || execution.status !== 'RUNNING') return undefined;
    const turn = new Turn(state, execution, revision, context);
    await work(turn);
    await drive(turn);
    // The world was replaced while expressions were evaluated: what they found out belongs to none.
    if (runtime.age !== age) return undefined;
    turn.write();
    if (turn.execution.status !== 'RUNNING') {
      mapChildOver(state, turn.execution, context);
      runtime.tellOver(turn.execution);
    }
    return turn.execution;
  });
}
