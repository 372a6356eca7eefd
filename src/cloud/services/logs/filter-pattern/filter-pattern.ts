import { DeadlineExceeded, patternDeadlineMs, withinDeadline } from '../../../kernel/deadline.ts';
import { invalidPattern } from '../errors.ts';
import { compileDelimitedPattern } from './delimited-pattern.ts';
import { compileJsonPattern } from './json-pattern.ts';
import type { FilterPattern, Match } from './match.ts';
import { compileTermPattern } from './term-pattern.ts';

const nothing: Match = { valueOf: () => undefined };

/**
 * Compiles a filter pattern: terms, `{ $.json = "pattern" }` or `[space, delimited]`. Throws
 * `InvalidParameterException`. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export function compileFilterPattern(text: string): FilterPattern {
  const pattern = text.trim();
  if (pattern === '') return { match: (message) => valuesOfJson(message), selectors: [] };
  if (pattern.startsWith('{')) return compileJsonPattern(pattern);
  if (pattern.startsWith('[')) return compileDelimitedPattern(pattern);
  const matches = compileTermPattern(pattern);
  return { match: (message) => (matches(message) ? nothing : undefined), selectors: [] };
}

/** The empty pattern matches everything, JSON or not. */
const valuesOfJson = (message: string): Match => compileJsonPattern('{ }').match(message) ?? nothing;

/** Patterns whose matching may take much longer than a look at each character. */
export const isCostly = (pattern: string): boolean => /[%*]/.test(pattern);

/**
 * Runs all the matching that one request asks of a pattern, under a deadline if the pattern is costly; throws
 * `InvalidParameterException` when it is over.
 */
export function matching<Result>(pattern: string, task: () => Result): Result {
  if (!isCostly(pattern)) return task();
  try {
    return withinDeadline(task);
  } catch (error) {
    if (!(error instanceof DeadlineExceeded)) throw error;
    throw invalidPattern(`matching takes longer than ${patternDeadlineMs} ms`);
  }
}
