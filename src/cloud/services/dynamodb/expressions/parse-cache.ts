import { ExpressionProblem, expressionEmpty, expressionTooLong } from '../errors/expression-errors.ts';
import { utf8Length } from '../values/bytes.ts';
import type { Parsed } from './ast.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Limits.html#limits-expression-parameters */
const expressionBytesMax = 4096;

/** Programs use few expressions many times; the bound is for those that write values into their texts. */
const cachedMax = 500;

/** Remembers what a text parses to, the failures too. Least recently used texts are forgotten. */
export function cached<T>(parse: (text: string) => Parsed<T>): (text: string) => Parsed<T> {
  const known = new Map<string, Parsed<T> | ExpressionProblem>();
  return (text) => {
    let result = known.get(text);
    if (result) {
      known.delete(text);
    } else {
      assertLength(text);
      result = attempt(parse, text);
      if (known.size >= cachedMax) known.delete(known.keys().next().value ?? '');
    }
    known.set(text, result);
    if (result instanceof ExpressionProblem) throw result;
    return result;
  };
}

function assertLength(text: string): void {
  if (text === '') throw expressionEmpty();
  const size = utf8Length(text);
  if (size > expressionBytesMax) throw expressionTooLong(size);
}

function attempt<T>(parse: (text: string) => Parsed<T>, text: string): Parsed<T> | ExpressionProblem {
  try {
    return parse(text);
  } catch (error) {
    if (error instanceof ExpressionProblem) return error;
    throw error;
  }
}
