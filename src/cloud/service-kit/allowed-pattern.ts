import { DeadlineExceeded, withinDeadline } from '../kernel/deadline.ts';

/** How values stand to the patterns that users allowed. */
export type PatternAnswer = 'matches' | 'differs' | 'invalid' | 'takes too long';

/** A pattern, and the values that it must match as a whole. */
export interface PatternQuestion {
  readonly pattern: string;
  readonly values: readonly string[];
}

/** AWS reads Java's regular expressions; undefined for what JavaScript does not understand. */
export function compileAllowedPattern(pattern: string): RegExp | undefined {
  try {
    return new RegExp(`^(?:${pattern})$`);
  } catch {
    return undefined;
  }
}

/**
 * Whether the values match, pattern by pattern, all under one deadline: `(a+)+$` must not stop the cloud. What comes
 * after a pattern that takes too long is told to take too long as well.
 */
export function askAllowedPatterns(questions: readonly PatternQuestion[]): readonly PatternAnswer[] {
  const answers: PatternAnswer[] = [];
  if (questions.length === 0) return answers;
  try {
    withinDeadline(() => {
      for (const question of questions) answers.push(answerTo(question));
    });
  } catch (error) {
    if (!(error instanceof DeadlineExceeded)) throw error;
  }
  return questions.map((_question, index) => answers[index] ?? 'takes too long');
}

function answerTo({ pattern, values }: PatternQuestion): PatternAnswer {
  const regex = compileAllowedPattern(pattern);
  if (!regex) return 'invalid';
  try {
    return values.every((value) => regex.test(value)) ? 'matches' : 'differs';
  } catch {
    // Some patterns prove too large or too deep for V8 only when they are used.
    return 'invalid';
  }
}
