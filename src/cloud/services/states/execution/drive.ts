import type { Json } from '../definition/json.ts';
import type { State } from '../definition/states.ts';
import { leaveState } from '../expressions/io.ts';
import { StatesError } from '../states-error.ts';
import { endExecution } from './end-execution.ts';
import { handleFailure } from './failures.ts';
import type { Frame } from './frame.ts';
import type { Result, Worked } from './kinds/kind.ts';
import { kindOf } from './kinds/kinds.ts';
import type { TaskAnswer, Turn, Wake } from './turn.ts';

/** Lets all lines of control that are ready go on until they wait or the execution is over. */
export async function drive(turn: Turn): Promise<void> {
  for (let id = turn.ready.shift(); id !== undefined; id = turn.ready.shift()) {
    if (turn.execution.status !== 'RUNNING') return;
    const frame = turn.find(id);
    if (frame) await enter(frame, turn);
  }
}

/** The frame enters the state in which it now is. */
async function enter(frame: Frame, turn: Turn): Promise<void> {
  const state = turn.stateOf(frame);
  const entered = turn.record(
    { ...frame, enteredMs: turn.nowMs },
    `${kindOf(state).name}StateEntered` as 'TaskStateEntered',
    {
      stateEnteredEventDetails: {
        name: frame.state,
        input: JSON.stringify(frame.input),
        inputDetails: { truncated: false },
      },
    },
  );
  await begin(entered, turn);
}

/** The work of a state begins: as it is entered, and again as it is tried again. */
export async function begin(frame: Frame, turn: Turn): Promise<void> {
  const state = turn.stateOf(frame);
  await settle(frame.id, turn, () => kindOf(state).begin(state, frame, turn));
}

/** Something woke a frame. What it does not wait for any more wakes nobody. */
export async function wake(woken: Wake, turn: Turn): Promise<void> {
  const frame = turn.find(woken.Frame);
  if (!frame || frame.waiting?.id !== woken.Waiting) return;
  const state = turn.stateOf(frame);
  if (frame.waiting.kind === 'retry') return begin(turn.stopWaiting(frame), turn);
  await settle(frame.id, turn, async () => kindOf(state).wake?.(state, frame, woken, turn));
}

/** Does a state's work; then the frame waits, leaves the state, or has failed. */
async function settle(id: string, turn: Turn, work: () => Promise<Worked>): Promise<void> {
  try {
    const worked = await work();
    if (worked) await leave(turn.stopWaiting(turn.frame(id)), worked, turn);
  } catch (error) {
    if (!(error instanceof StatesError)) throw error;
    await fail(turn.stopWaiting(turn.frame(id)), error, turn);
  }
}

/** A state that fails: a retrier or a catcher of its own goes on, or its line of control is over. */
async function fail(frame: Frame, error: StatesError, turn: Turn): Promise<void> {
  turn.dropChildren(frame);
  const caught = await handleFailure(frame, error, turn);
  if (caught === 'tried again') return;
  if (caught) return moveTo(caught.frame, caught.next, caught.output, turn);
  await over(turn.frame(frame.id), error, turn);
}

/** From the result of its work to the state's output, and on. */
async function leave(frame: Frame, { result, by }: Result, turn: Turn): Promise<void> {
  const state = turn.stateOf(frame);
  const fields = by ?? state;
  const { output, assigned } = await leaveState(fields, result, turn.environment(frame, { result }));
  await moveOn(turn.put({ ...frame, variables: { ...frame.variables, ...assigned } }), state, output, {
    assigned,
    next: fields.Next ?? state.Next,
    turn,
  });
}

interface Move {
  readonly assigned: Readonly<Record<string, Json>>;
  readonly next: string | undefined;
  readonly turn: Turn;
}

async function moveOn(frame: Frame, state: State, output: Json, { assigned, next, turn }: Move): Promise<void> {
  const names = Object.keys(assigned);
  const exited = turn.record(frame, `${kindOf(state).name}StateExited` as 'TaskStateExited', {
    stateExitedEventDetails: {
      name: frame.state,
      output: JSON.stringify(output),
      outputDetails: { truncated: false },
      ...(names.length > 0 && {
        assignedVariables: Object.fromEntries(names.map((name) => [name, JSON.stringify(assigned[name])])),
        assignedVariablesDetails: { truncated: false },
      }),
    },
  });
  if (next === undefined) return over(exited, { output }, turn);
  moveTo(exited, next, output, turn);
}

function moveTo(frame: Frame, next: string, output: Json, turn: Turn): void {
  const { waiting: _over, retries: _all, retriesBy: _each, ...rest } = frame;
  turn.put({ ...rest, state: next, input: output });
  turn.ready.push(frame.id);
}

/** A line of control is over: the execution with it, or whoever began it hears of it. */
async function over(frame: Frame, outcome: TaskAnswer | StatesError, turn: Turn): Promise<void> {
  if (frame.parent === undefined) {
    turn.drop(frame);
    return endExecution(frame, outcome, turn);
  }
  const parent = turn.frame(frame.parent);
  const state = turn.stateOf(parent);
  await settle(parent.id, turn, async () => kindOf(state).childOver?.(state, parent, frame, outcome, turn));
}
