import type { Json } from '../definition/json.ts';
import type { Catcher, Retrier, State } from '../definition/states.ts';
import { type Leaving, leaveState } from '../expressions/io.ts';
import type { StatesError } from '../states-error.ts';
import type { Frame } from './frame.ts';
import type { Turn } from './turn.ts';

/** Where a catcher leads. */
export interface Caught extends Leaving {
  readonly next: string;
}

/**
 * A state's retriers and catchers; undefined where none of them wants the error. An error of theirs own is thrown.
 * https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
 */
export async function handleFailure(
  frame: Frame,
  error: StatesError,
  turn: Turn,
): Promise<Caught | 'tried again' | undefined> {
  const { Retry, Catch } = failing(turn.stateOf(frame));
  // Only the first retrier that names the error counts, also where its attempts are used up.
  const index = Retry?.findIndex((retrier) => isNamed(error.error, retrier)) ?? -1;
  const retrier = Retry?.[index];
  if (retrier && tryAgain(frame, index, retrier, turn)) return 'tried again';
  const caught = Catch?.findIndex((one) => isNamed(error.error, one)) ?? -1;
  const catcher = Catch?.[caught];
  return catcher && caughtBy({ ...catcher, place: `Catch[${caught}]/` }, frame, error, turn);
}

/** Errors that no retrier and no catcher gets: the execution fails. */
export const isFatal = ({ error }: StatesError): boolean => error === 'States.Runtime';

/** The retriers and catchers of a state; those of other types have none. */
export const failing = (state: State): { readonly Retry?: readonly Retrier[]; readonly Catch?: readonly Catcher[] } =>
  state.Type === 'Task' || state.Type === 'Parallel' || state.Type === 'Map' ? state : {};

const timeouts: ReadonlySet<string> = new Set(['States.Timeout', 'States.HeartbeatTimeout']);

/** Whether a retrier or a catcher wants an error. */
export function isNamed(error = '', { ErrorEquals }: Retrier | Catcher): boolean {
  return ErrorEquals.some((name) => {
    if (name === error) return true;
    if (name === 'States.Timeout') return timeouts.has(error);
    if (error === 'States.DataLimitExceeded') return false;
    return name === 'States.ALL' || (name === 'States.TaskFailed' && !timeouts.has(error));
  });
}

/** AWS: the largest number of seconds that a field may have. */
const delaySecondsMax = 99_999_999;

/** How long a retrier waits, jitter aside, when it was used so often; undefined where no attempt is left. */
export function secondsBefore(retrier: Retrier, tried: number): number | undefined {
  const { IntervalSeconds = 1, MaxAttempts = 3, BackoffRate = 2, MaxDelaySeconds = delaySecondsMax } = retrier;
  if (tried >= MaxAttempts) return undefined;
  return Math.min(IntervalSeconds * BackoffRate ** tried, MaxDelaySeconds, delaySecondsMax);
}

/** Waits for the next attempt; false where there is none left. */
function tryAgain(frame: Frame, index: number, retrier: Retrier, turn: Turn): boolean {
  const tried = frame.retriesBy?.[index] ?? 0;
  const seconds = secondsBefore(retrier, tried);
  if (seconds === undefined) return false;
  const part = retrier.JitterStrategy === 'FULL' ? turn.context.random.float() : 1;
  const id = turn.context.random.uuid();
  const dueMs = turn.nowMs + Math.round(seconds * part * 1000);
  const key = turn.wakeAt(dueMs, { Frame: frame.id, Waiting: id, Reason: 'time' });
  turn.put({
    ...frame,
    retries: (frame.retries ?? 0) + 1,
    retriesBy: { ...frame.retriesBy, [index]: tried + 1 },
    waiting: { kind: 'retry', id, key },
  });
  return true;
}

/** A catcher, and where in the state it stands: `Catch[0]/`. */
type Placed = Catcher & { readonly place: string };

async function caughtBy(catcher: Placed, frame: Frame, { error, cause }: StatesError, turn: Turn): Promise<Caught> {
  const errorOutput: Json = { Error: error ?? '', Cause: cause ?? '' };
  const { ResultPath, Output, Assign, place } = catcher;
  const fields = {
    place,
    ...(ResultPath !== undefined && { ResultPath }),
    ...(Output !== undefined && { Output }),
    ...(Assign !== undefined && { Assign }),
  };
  const left = await leaveState(fields, errorOutput, turn.environment(frame, { errorOutput }));
  return { ...left, next: catcher.Next };
}

/** What the catcher at a place makes of an error. */
export const caughtAt = (index: number, frame: Frame, error: StatesError, turn: Turn): Promise<Caught> | undefined => {
  const catcher = failing(turn.stateOf(frame)).Catch?.[index];
  return catcher && caughtBy({ ...catcher, place: `Catch[${index}]/` }, frame, error, turn);
};
