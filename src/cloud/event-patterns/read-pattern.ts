import { compilePattern } from './compile-pattern.ts';
import { eventFields, stepsOf } from './event-fields.ts';
import { matchesAlternative } from './matches-alternative.ts';
import type { Pattern } from './pattern.ts';

export { MalformedPattern } from './malformed-pattern.ts';

/** Tests an event (or a record, or a body); `undefined` where there is none. */
export type Rule = (value: unknown) => boolean;

/** Reads an event pattern as a test. Throws {@link MalformedPattern}. */
export function readPattern(text: string): Rule {
  return patternRule(compilePattern(text));
}

/** A compiled pattern as a test. */
export function patternRule(pattern: Pattern): Rule {
  const steps = stepsOf(pattern.flat().map(({ path }) => path));
  return (value) => {
    const fields = eventFields(value, steps);
    return pattern.some((alternative) => matchesAlternative(alternative, fields));
  };
}
