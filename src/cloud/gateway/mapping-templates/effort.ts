import { DeadlineExceeded } from '../../kernel/deadline.ts';
import { TemplateError } from './template-error.ts';

/** Of all that one task does: what it evaluates and looks at counts one each, texts by their length. */
const effortMax = 2_000_000;
const charactersPerEffort = 32;
/** AWS's limit on bodies, and ours on each text on the way to one. */
const textMax = 10 * 1024 * 1024;

/** What is left of the running task; templates are rendered in one go, so there is one at most. */
let left = Number.POSITIVE_INFINITY;

/**
 * Runs what a template or a path says, which ends whatever that is.
 * @throws TemplateError for all that does not end, grows without bounds, or is nested too deeply
 */
export function withinEffort<Result>(task: () => Result): Result {
  const around = left;
  left = Math.min(around, effortMax);
  try {
    return task();
  } catch (error) {
    // The stack, or a text that V8 cannot hold.
    if (error instanceof RangeError) throw new TemplateError('The template is nested too deeply or grows too large');
    if (error instanceof DeadlineExceeded) throw new TemplateError(`A pattern was ${error.message}`);
    throw error;
  } finally {
    left = around;
  }
}

/** Counts what is done; outside of tasks that is free. */
export function spend(amount: number): void {
  left -= amount;
  if (left < 0) throw new TemplateError('The template takes too many steps');
}

/** Counts the making of a text, and answers it. */
export function spendText(text: string): string {
  if (text.length > textMax) throw new TemplateError('The template makes too large a text');
  spend(text.length / charactersPerEffort);
  return text;
}
