import { DeadlineExceeded, withinDeadline } from '../../../../kernel/deadline.ts';
import type { CompiledResponse } from '../../compile/compile-integration.ts';
import type { BackendAnswer } from './mapped-request.ts';

const shortText = 16;

/** Short texts, statuses above all, and patterns that repeat twice at most end soon; others may go on for ever. */
const endsSoon = (pattern: RegExp, text: string): boolean =>
  text.length <= shortText ||
  (text.length < 1_000 &&
    !/[(|]/.test(pattern.source.slice('^(?:'.length)) &&
    (pattern.source.match(/[*+{]/g)?.length ?? 0) <= 2);

/**
 * The integration response whose pattern matches the answer, in whole: the function's error message (empty when it did
 * not fail), or else the status. Of several that match, the one for the very status comes first; with none, the default.
 */
export function selectResponse(
  responses: readonly CompiledResponse[],
  { status, error }: BackendAnswer,
): CompiledResponse | undefined {
  const text = error ?? String(status);
  const matching = responses.filter(({ pattern }) => pattern !== undefined && matches(pattern, text));
  return (
    matching.find(({ statusCode }) => statusCode === String(status)) ??
    matching[0] ??
    responses.find(({ pattern }) => pattern === undefined)
  );
}

function matches(pattern: RegExp, text: string): boolean {
  if (endsSoon(pattern, text)) return pattern.test(text);
  try {
    return withinDeadline(() => pattern.test(text));
  } catch (error) {
    if (error instanceof DeadlineExceeded) return false;
    throw error;
  }
}
