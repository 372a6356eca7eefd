import type { Context } from '../../../service-kit/contract.ts';
import { mapChildOver } from '../map-runs/map-child-over.ts';
import type { StatesRuntime } from '../runtime.ts';
import type { Execution, Revision, StatesState } from '../state.ts';
import { drive } from './drive.ts';
import { failExecution } from './end-execution.ts';
import { rootFrame } from './frame.ts';
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
    const turn = await turnOf(state, { execution, revision }, context, work);
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

interface Taken {
  readonly execution: Execution;
  readonly revision: Revision;
}

/** A turn that fails for a reason of our own fails its execution, and the log says why: none hangs silently. */
async function turnOf(
  state: StatesState,
  { execution, revision }: Taken,
  context: Context<StatesRuntime>,
  work: (turn: Turn) => Promise<void>,
): Promise<Turn> {
  const turn = new Turn(state, execution, revision, context);
  try {
    await work(turn);
    await drive(turn);
    return turn;
  } catch (error) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    context.kernel.log.error(`the execution ${execution.arn} fails: ${text}`);
    return failedTurn(new Turn(state, execution, revision, context), error);
  }
}

function failedTurn(turn: Turn, error: unknown): Turn {
  const cause = error instanceof Error ? error.message : String(error);
  const { events: previousEvent } = turn.execution;
  failExecution({ ...turn.frame(rootFrame), previousEvent }, { error: 'States.Runtime', cause }, turn);
  return turn;
}
