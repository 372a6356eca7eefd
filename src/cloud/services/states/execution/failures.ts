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
  const index = firstNaming(error, Retry);
  const retrier = Retry?.[index];
  if (retrier && tryAgain(frame, index, retrier, turn)) return 'tried again';
  const catchIndex = firstNaming(error, Catch);
  const catcher = Catch?.[catchIndex];
  return catcher && caughtBy(catcher, catchIndex, frame, error, turn);
}

/** The place of the retrier or catcher that wants an error; -1 where there is none. */
export const firstNaming = ({ error }: StatesError, handlers: readonly (Retrier | Catcher)[] = []): number =>
  handlers.findIndex((one) => isNamed(error, one));

/** Errors that no retrier and no catcher gets: the execution fails. */
export const isFatal = ({ error }: StatesError): boolean => error === 'States.Runtime';

/** The retriers and catchers of a state; those of other types have none. */
export const failing = (state: State): { readonly Retry?: readonly Retrier[]; readonly Catch?: readonly Catcher[] } =>
  state.Type === 'Task' || state.Type === 'Parallel' || state.Type === 'Map' ? state : {};

const timeouts: ReadonlySet<string> = new Set(['States.Timeout', 'States.HeartbeatTimeout']);

function isNamed(error = '', { ErrorEquals }: Retrier | Catcher): boolean {
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

/** What a catcher, the one at that place, makes of an error. */
export async function caughtBy(
  catcher: Catcher,
  index: number,
  frame: Frame,
  { error, cause }: StatesError,
  turn: Turn,
): Promise<Caught> {
  const errorOutput: Json = { Error: error ?? '', Cause: cause ?? '' };
  const { ResultPath, Output, Assign } = catcher;
  const fields = {
    place: `Catch[${index}]/`,
    ...(ResultPath !== undefined && { ResultPath }),
    ...(Output !== undefined && { Output }),
    ...(Assign !== undefined && { Assign }),
  };
  const left = await leaveState(fields, errorOutput, turn.environment(frame, { errorOutput }));
  return { ...left, next: catcher.Next };
}
