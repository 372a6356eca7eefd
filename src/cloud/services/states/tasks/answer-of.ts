import type { Log } from '../../../kernel/log.ts';
import type { Json } from '../definition/json.ts';
import type { TaskAnswer } from '../execution/task-answer.ts';
import { StatesError } from '../states-error.ts';
import { CallRefused } from './task-failure.ts';

/**
 * What came of a task's call, as its execution hears of it. Whatever else was thrown is an error of our own: the task fails
 * with it, and the log says why. Nobody makes the call again, so that a task that hears nothing would wait for ever.
 */
export async function answerOf(call: Promise<Json>, resource: string, log: Log): Promise<TaskAnswer> {
  try {
    return { output: await call };
  } catch (error) {
    if (error instanceof CallRefused) return { error: error.error, cause: error.cause, isRefused: true };
    if (error instanceof StatesError) return { error: error.error, cause: error.cause };
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    log.error(`the task of ${resource} fails: ${text}`);
    return { error: 'States.Runtime', cause: error instanceof Error ? error.message : String(error) };
  }
}
