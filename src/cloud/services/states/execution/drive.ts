import { nextTurn } from '../../../kernel/event-loop.ts';
import type { Json, JsonRecord } from '../definition/json.ts';
import { outcomeOf } from '../expressions/environment.ts';
import { leaveState } from '../expressions/io.ts';
import { StatesError } from '../states-error.ts';
import { assertVariablesWithinLimit, assertWithinDataLimit } from './data-limit.ts';
import { endExecution, failExecution } from './end-execution.ts';
import { explainFailure } from './explain-failure.ts';
import { handleFailure, isFatal } from './failures.ts';
import type { Frame } from './frame.ts';
import { halt } from './halt.ts';
import { whole } from './history.ts';
import type { Result, Worked } from './kinds/kind.ts';
import { kindOf } from './kinds/kinds.ts';
import { putOff } from './put-off.ts';
import { timeOut } from './time-limit.ts';
import { HistoryFull, type TaskAnswer, type Turn, type Wake } from './turn.ts';

/** So many states are entered in one turn; then others have theirs. */
const transitionsMax = 250;

/** Lets all lines of control that are ready go on until they wait or the execution is over. */
export async function drive(turn: Turn): Promise<void> {
  for (let entered = 0; entered < transitionsMax; entered += 1) {
    const id = turn.ready.shift();
    if (id === undefined || turn.execution.status !== 'RUNNING') return;
    const frame = turn.find(id);
    if (frame) await orHistoryFull(frame, turn, () => enter(frame, turn));
  }
  if (turn.ready.size === 0) return;
  // Whatever came in meanwhile is answered: timers of a virtual clock come one after the other without a pause.
  await nextTurn();
  putOff(turn);
}

/** A history that is full leaves nothing to go on with. */
async function orHistoryFull(frame: Frame, turn: Turn, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof HistoryFull)) throw error;
    failExecution({ ...frame, previousEvent: turn.execution.events }, error, turn);
  }
}

/** The frame enters the state in which it now is. */
async function enter(frame: Frame, turn: Turn): Promise<void> {
  const state = turn.stateOf(frame);
  const entered = turn.record(
    { ...frame, enteredMs: turn.nowMs, enteredEvent: turn.execution.events + 1 },
    `${kindOf(state).name}StateEntered` as 'TaskStateEntered',
    {
      stateEnteredEventDetails: {
        name: frame.state,
        input: turn.textOf(frame.input),
        inputDetails: whole,
      },
    },
  );
  await begin(entered, turn);
}

/** The work of a state begins: as it is entered, and again as it is tried again. */
async function begin(frame: Frame, turn: Turn): Promise<void> {
  const state = turn.stateOf(frame);
  await settle(frame.id, turn, () => kindOf(state).begin(state, frame, turn));
}

/** Something woke a frame. What it does not wait for any more wakes nobody. */
export async function wake(woken: Wake, turn: Turn): Promise<void> {
  if (woken.Reason === 'machineTimeout') return timeOut(turn);
  const frame = turn.find(woken.Frame);
  if (!frame?.waiting || frame.waiting.id !== woken.Waiting) return;
  const state = turn.stateOf(frame);
  const { kind } = frame.waiting;
  await orHistoryFull(frame, turn, async () => {
    if (kind === 'turn') turn.ready.push(turn.stopWaiting(frame).id);
    else if (kind === 'retry') await begin(turn.stopWaiting(frame), turn);
    else await settle(frame.id, turn, async () => kindOf(state).wake?.(state, frame, woken, turn));
  });
}

/** Does a state's work; then the frame waits, leaves the state, or has failed. */
async function settle(id: string, turn: Turn, work: () => Promise<Worked>): Promise<void> {
  const move = await orError(async () => {
    const worked = await work();
    return worked && leave(turn.stopWaiting(turn.frame(id)), worked, turn);
  });
  if (move instanceof StatesError) await fail(turn.stopWaiting(turn.frame(id)), move, turn);
  else if (move) await moveOn(turn.frame(id), move, turn);
}

/** The error as a value: what follows from it must not be caught with it. */
async function orError<T>(work: () => Promise<T>): Promise<T | StatesError> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof StatesError) return error;
    throw error;
  }
}

/** A state that fails: a retrier or a catcher of its own goes on, or its line of control is over. */
async function fail(frame: Frame, raw: StatesError, turn: Turn): Promise<void> {
  const { error, frame: failed } = explainFailure(frame, raw, turn);
  halt(failed, turn);
  const handled = isFatal(error)
    ? error
    : await orError(async () => withinLimit(await handleFailure(failed, error, turn), failed, turn));
  if (handled === undefined || handled instanceof StatesError) {
    // A catcher may fail on its own, with what its fields make of the error.
    const last = handled === error || !handled ? { error, frame: failed } : explainFailure(failed, handled, turn);
    if (!isFatal(last.error)) return over(last.frame, last.error, turn);
    failExecution(last.frame, last.error, turn);
    return;
  }
  turn.dropChildren(failed);
  if (handled !== 'tried again') await moveOn(failed, handled, turn);
}

function withinLimit<T>(handled: T | Move, frame: Frame, turn: Turn): T | Move {
  if (typeof handled === 'object' && handled !== null && 'output' in handled) {
    assertWithinDataLimit(handled.output, frame.state);
    assertVariablesWithinLimit(handled.assigned, turn.variables(frame), frame.state);
  }
  return handled;
}

/** From the result of its work to the state's output, and on. */
async function leave(frame: Frame, { result, by }: Result, turn: Turn): Promise<Move> {
  const state = turn.stateOf(frame);
  const fields = by ?? state;
  const { output, assigned } = await leaveState(fields, result, turn.environment(frame, outcomeOf(state, result)));
  assertWithinDataLimit(output, frame.state);
  assertVariablesWithinLimit(assigned, turn.variables(frame), frame.state);
  return { output, assigned, next: fields.Next ?? state.Next };
}

interface Move {
  readonly output: Json;
  readonly assigned: JsonRecord;
  readonly next: string | undefined;
}

async function moveOn(frame: Frame, { output, assigned, next }: Move, turn: Turn): Promise<void> {
  const names = Object.keys(assigned);
  const exited = turn.record(
    { ...frame, variables: names.length === 0 ? frame.variables : { ...frame.variables, ...assigned } },
    `${kindOf(turn.stateOf(frame)).name}StateExited` as 'TaskStateExited',
    {
      stateExitedEventDetails: {
        name: frame.state,
        output: turn.textOf(output),
        outputDetails: whole,
        ...(names.length > 0 && {
          assignedVariables: Object.fromEntries(names.map((name) => [name, JSON.stringify(assigned[name])])),
          assignedVariablesDetails: whole,
        }),
      },
    },
  );
  if (next === undefined) return over(exited, { output }, turn);
  const { waiting: _over, retries: _all, retriesBy: _each, enteredEvent: _entered, ...rest } = exited;
  turn.put({ ...rest, state: next, input: output });
  turn.ready.push(frame.id);
}

/** A line of control is over: the execution with it, or whoever began it hears of it. */
async function over(frame: Frame, outcome: TaskAnswer | StatesError, turn: Turn): Promise<void> {
  if (frame.parent === undefined) return endExecution(frame, outcome, turn);
  const parent = turn.frame(frame.parent);
  const state = turn.stateOf(parent);
  await settle(parent.id, turn, async () => kindOf(state).childOver?.(state, parent, frame, outcome, turn));
}
