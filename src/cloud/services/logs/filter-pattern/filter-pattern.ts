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
