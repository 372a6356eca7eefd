import { matchesGlob } from '../../../kernel/glob.ts';
import { invalidPattern } from '../errors.ts';

/** Texts know only the first two. */
export type Operator = '=' | '!=' | '<' | '<=' | '>' | '>=';

/** The right side of a comparison, as it stands in the pattern. */
export type Operand =
  | { readonly kind: 'text'; readonly text: string; readonly isQuoted: boolean }
  | { readonly kind: 'regex'; readonly source: string };

/** Holds a field's value against the operand; a field that is not there matches nothing, not even `!=`. */
export type Comparison = (value: unknown) => boolean;

const numberPattern = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** Throws `InvalidParameterException` for an order between texts and for an odd regular expression. */
export function compileComparison(operator: Operator, operand: Operand): Comparison {
  const isEqual = operand.kind === 'regex' ? matchesRegex(operand.source) : equals(operand.text, operand.isQuoted);
  if (operator === '=') return isEqual;
  if (operator === '!=') return (value) => isPresent(value) && !isEqual(value);
  if (operand.kind === 'regex' || operand.isQuoted || !numberPattern.test(operand.text)) {
    throw invalidPattern(`${operator} compares with numbers only`);
  }
  return ordering(operator, Number(operand.text));
}

function ordering(operator: Operator, limit: number): Comparison {
  const compare: Readonly<Record<string, (value: number) => boolean>> = {
    '<': (value) => value < limit,
    '<=': (value) => value <= limit,
    '>': (value) => value > limit,
    '>=': (value) => value >= limit,
  };
  const holds = compare[operator];
  return (value) => {
    const number = numberOf(value);
    return number === undefined ? false : (holds?.(number) ?? false);
  };
}

function equals(text: string, isQuoted: boolean): Comparison {
  if (text.includes('*')) {
    return (value) => isPresent(value) && matchesGlob(text, String(value), { single: '' });
  }
  const number = !isQuoted && numberPattern.test(text) ? Number(text) : undefined;
  return (value) =>
    isPresent(value) && (String(value) === text || (number !== undefined && numberOf(value) === number));
}

/** Fields of space-delimited events are text even where they are numbers. */
function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && numberPattern.test(value) ? Number(value) : undefined;
}

/** Structures and null compare with nothing. */
const isPresent = (value: unknown): boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

const matchesRegex = (source: string): Comparison => {
  const regex = compileRegex(source);
  return (value) => isPresent(value) && regex.test(String(value));
};

/** AWS takes no groups and few symbols. That leaves patterns of polynomial time, so matching has a deadline all the same. */
export function compileRegex(source: string): RegExp {
  if (!/^[\w\s:#=@/;,^$?[\]{}|\\*+.-]*$/.test(source)) {
    throw invalidPattern(`unsupported character in regular expression %${source}%`);
  }
  try {
    return new RegExp(source);
  } catch {
    throw invalidPattern(`%${source}% is not a regular expression`);
  }
}
