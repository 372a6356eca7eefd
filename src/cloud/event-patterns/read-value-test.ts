import { readBlock } from './addresses.ts';
import type { JsonReader, Token } from './json-reader.ts';
import { MalformedPattern } from './malformed-pattern.ts';
import { comparable, comparableMax, type Scalar, type ValueTest } from './value-test.ts';
import { readWildcard } from './wildcard.ts';

/**
 * The match expressions of https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html, in
 * the order and with the texts of AWS's own reader (github.com/aws/event-ruler, JsonRuleCompiler). Each reads its
 * operand and leaves the reader before the end of the expression.
 */
const operators: Readonly<Record<string, (reader: JsonReader) => ValueTest>> = {
  exactly: (reader) => ({ kind: 'exact', value: readText(reader, 'exact match pattern must be a string') }),
  prefix: (reader) => readAffix(reader, 'prefix'),
  suffix: (reader) => readAffix(reader, 'suffix'),
  'equals-ignore-case': (reader) => {
    const text = readText(reader, 'equals-ignore-case match pattern must be a string');
    return { kind: 'equals-ignore-case', text: text.toLowerCase() };
  },
  exists: (reader) => {
    const token = reader.next();
    if (token !== 'true' && token !== 'false') reader.fail('exists match pattern must be either true or false.');
    return { kind: token === 'true' ? 'present' : 'absent' };
  },
  cidr: (reader) => {
    const text = readText(reader, 'prefix match pattern must be a string');
    try {
      return { kind: 'cidr', ...readBlock(text) };
    } catch (error) {
      // The one error that AWS tells without a position.
      throw new MalformedPattern(error instanceof Error ? error.message : String(error));
    }
  },
  wildcard: (reader) => {
    const text = readText(reader, 'wildcard match pattern must be a string');
    return { kind: 'wildcard', wildcard: wildcardOf(reader, text) };
  },
};

const onlyOneKey = 'Only one key allowed in match expression';
const tooManyElements = 'Too many elements in numeric expression';

/** Reads `{ operator: operand }` behind its opening brace. Throws {@link MalformedPattern}. */
export function readExpression(reader: JsonReader): ValueTest {
  if (reader.next() !== 'name') reader.fail('Match expression name not found');
  const name = reader.text();
  if (name === 'numeric') return closing(reader, readNumeric(reader), tooManyElements);
  if (name === 'anything-but') return closing(reader, readAnythingBut(reader), tooManyElements);
  const read = Object.hasOwn(operators, name) ? operators[name] : undefined;
  if (!read) return reader.fail(`Unrecognized match type ${name}`);
  return closing(reader, read(reader), onlyOneKey);
}

function closing<T>(reader: JsonReader, value: T, otherwise: string): T {
  if (reader.next() !== '}') reader.fail(otherwise);
  return value;
}

function readText(reader: JsonReader, otherwise: string): string {
  if (reader.next() !== 'string') reader.fail(otherwise);
  return reader.text();
}

function wildcardOf(reader: JsonReader, text: string): readonly string[] {
  try {
    return readWildcard(text);
  } catch (error) {
    return reader.fail(error instanceof Error ? error.message : String(error));
  }
}

function readAffix(reader: JsonReader, kind: 'prefix' | 'suffix'): ValueTest {
  const token = reader.next();
  if (token === 'string') return { kind, text: reader.text(), ignoresCase: false };
  if (token !== '{') reader.fail(`${kind} match pattern must be a string`);
  if (reader.next() !== 'name') reader.fail(`${kind === 'prefix' ? 'Prefix' : 'Suffix'} expression name not found`);
  if (reader.text() !== 'equals-ignore-case') reader.fail(`Unsupported ${kind} pattern: ${reader.text()}`);
  const text = readText(reader, 'equals-ignore-case match pattern must be a string');
  return closing(reader, { kind, text: text.toLowerCase(), ignoresCase: true }, onlyOneKey);
}

/** What `anything-but` of an operator refuses beside texts. */
const operandsOf: Readonly<Record<string, string>> = {
  'equals-ignore-case': 'Inside anything-but/equals-ignore-case list, number|start|null|boolean is not supported.',
  prefix: 'prefix/suffix match pattern must be a string',
  suffix: 'prefix/suffix match pattern must be a string',
  wildcard: 'wildcard match pattern must be a string',
};

function readAnythingBut(reader: JsonReader): ValueTest {
  let token = reader.next();
  let operator: string | undefined;
  if (token === '{') {
    if (reader.next() !== 'name') reader.fail('Anything-But expression name not found');
    operator = reader.text();
    if (!Object.hasOwn(operandsOf, operator)) reader.fail(`Unsupported anything-but pattern: ${operator}`);
    token = reader.next();
  }
  if (token !== '[' && token !== 'string' && token !== 'number') {
    reader.fail('Value of anything-but must be an array or single string/number value.');
  }
  if (operator === undefined) {
    const values = token === '[' ? readUnwantedList(reader) : [readUnwanted(reader, token)];
    return { kind: 'anything-but', unwanted: [], values: new Set(values) };
  }
  const unwanted: ValueTest[] = [];
  if (token === '[') {
    for (let element = reader.next(); element !== ']'; element = reader.next()) {
      unwanted.push(readUnwantedText(reader, element, operator));
    }
  } else {
    unwanted.push(readUnwantedText(reader, token, operator));
  }
  return closing(reader, { kind: 'anything-but', unwanted, values: new Set() }, tooManyElements);
}

function readUnwantedText(reader: JsonReader, token: Token, operator: string): ValueTest {
  if (token !== 'string') reader.fail(operandsOf[operator] ?? '');
  const text = reader.text();
  if (operator === 'wildcard') return { kind: 'wildcard', wildcard: wildcardOf(reader, text) };
  if (operator === 'equals-ignore-case') return { kind: operator, text: text.toLowerCase() };
  if (text === '') reader.fail('Null prefix/suffix not allowed');
  return { kind: operator === 'prefix' ? 'prefix' : 'suffix', text, ignoresCase: false };
}

function readUnwantedList(reader: JsonReader): Scalar[] {
  const values: Scalar[] = [];
  for (let token = reader.next(); token !== ']'; token = reader.next()) {
    if (token !== 'string' && token !== 'number') {
      reader.fail('Inside anything but list, start|null|boolean is not supported.');
    }
    values.push(token === 'number' ? readComparable(reader) : reader.text());
  }
  if (new Set(values.map((value) => typeof value)).size !== 1) {
    reader.fail('Inside anything but list, either all values are number or string, mixed type is not supported');
  }
  return values;
}

function readUnwanted(reader: JsonReader, token: Token): Scalar {
  return token === 'number' ? readComparable(reader) : reader.text();
}

function readComparable(reader: JsonReader): number {
  const value = Number(reader.text());
  if (Math.abs(value) > comparableMax) reader.fail('Value must be between -5.0E9 and 5.0E9, inclusive');
  return comparable(value);
}

/** `["=", 3]`, `["<", 3]`, or a range: `[">", 0, "<=", 5]`. */
function readNumeric(reader: JsonReader): ValueTest {
  if (reader.next() !== '[') reader.fail('Value of numeric must be an array.');
  const first = reader.next();
  if (first !== 'string') reader.fail(`Invalid member in numeric match: ${tokenText(reader, first)}`);
  const operator = reader.text();
  const isNumber = reader.next() === 'number';
  if (!['=', '>=', '>', '<=', '<'].includes(operator)) reader.fail(`Unrecognized numeric range operator: ${operator}`);
  if (!isNumber) reader.fail(`Value of ${operator === '=' ? 'equals' : operator} must be numeric`);
  const value = readBound(reader);
  const isOpen = operator === '<' || operator === '>';
  const all = {
    kind: 'numeric',
    low: -comparableMax,
    high: comparableMax,
    isLowOpen: false,
    isHighOpen: false,
  } as const;
  const following = reader.next();
  if (operator.startsWith('>')) {
    const range = { ...all, low: value(), isLowOpen: isOpen };
    return following === ']' ? range : readTop(reader, following, range);
  }
  if (following !== ']') reader.fail(tooManyElements);
  if (operator === '=') return { ...all, low: value(), high: value() };
  return { ...all, high: value(), isHighOpen: isOpen };
}

type Range = Extract<ValueTest, { kind: 'numeric' }>;

function readTop(reader: JsonReader, token: Token, range: Range): ValueTest {
  if (token !== 'string') reader.fail(`Bad value in numeric range: ${tokenText(reader, token)}`);
  const operator = reader.text();
  if (operator !== '<' && operator !== '<=') reader.fail(`Bad numeric range operator: ${operator}`);
  if (reader.next() !== 'number') reader.fail(`Value of ${operator} must be numeric`);
  const value = readBound(reader);
  if (reader.next() !== ']') reader.fail('Too many terms in numeric range expression');
  const high = value();
  if (range.low >= high) reader.fail('Bottom must be less than top');
  return { ...range, high, isHighOpen: operator === '<' };
}

/** The number at the reader; whether it is within AWS's bounds is told when it is used, behind the whole list. */
function readBound(reader: JsonReader): () => number {
  const value = Number(reader.text());
  return () => {
    if (Math.abs(value) > comparableMax) reader.fail('Value must be between -5.0E9 and 5.0E9, inclusive');
    return comparable(value);
  };
}

const tokenText = (reader: JsonReader, token: Token): string =>
  ['{', '}', '[', ']'].includes(token) ? token : reader.text();
