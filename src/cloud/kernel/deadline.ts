import { createContext, Script } from 'node:vm';
import { lazy } from './lazy.ts';

/**
 * How long patterns that users wrote may be matched, for one request. Matching what people write in earnest takes
 * microseconds; see docs/decisions/0013.
 */
export const patternDeadlineMs = 250;

/** A task of {@link withinDeadline} did not end in time; whoever began it says so in the words of the service. */
export class DeadlineExceeded extends Error {
  override readonly name = 'DeadlineExceeded';
}

interface Stage {
  task: (() => void) | undefined;
}

const scriptOfTask = lazy(() => new Script('task()'));
/** Holds a task while it is run, which nothing can interrupt. */
const stageOfTask = lazy(() => createContext({ task: undefined }) as Stage);

/**
 * Runs a synchronous task that a user's pattern may keep from ending, and throws {@link DeadlineExceeded} when it does.
 * V8 stops it wherever it is, also inside a regular expression, so it must change nothing. Each call starts a watchdog,
 * which costs a sixth of a millisecond: hand over all matching of a request at once.
 */
export function withinDeadline<Result>(task: () => Result, limitMs = patternDeadlineMs): Result {
  const context = stageOfTask();
  let result: { readonly value: Result } | undefined;
  context.task = () => {
    result = { value: task() };
  };
  try {
    scriptOfTask().runInContext(context, { timeout: Math.max(1, Math.ceil(limitMs)) });
  } catch (error) {
    // The watchdog's error comes from the other context, where `Error` is another class.
    if ((error as { readonly code?: unknown }).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
    throw new DeadlineExceeded(`not matched within ${limitMs} ms`);
  } finally {
    context.task = undefined;
  }
  return (result as { readonly value: Result }).value;
}
