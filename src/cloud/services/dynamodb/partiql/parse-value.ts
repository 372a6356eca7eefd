import { notNumeric } from '../errors/item-errors.ts';
import { notWellFormed, setEmptyHere } from '../errors/partiql-errors.ts';
import { invalid } from '../errors/validation-exception.ts';
import { ValueProblem } from '../errors/value-problem.ts';
import { normaliseNumber, normaliseValue } from '../validation/attribute-values.ts';
import { type AttributeValue, typeOf } from '../values/attribute-value.ts';
import type { Reader } from './tokens.ts';

type ValueReader = Reader<AttributeValue>;

/** Stands where a parameter is missing: the statement is refused once all were counted. */
const absent: AttributeValue = { NULL: true };

/**
 * A literal or a parameter; undefined where none begins. Throws ValidationException.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-reference.data-types.html
 */
export function readValue(reader: ValueReader, path = 'root'): AttributeValue | undefined {
  const raw = readRaw(reader, path);
  return raw && normaliseValue(raw);
}

/** A value where there must be one. */
export const requireValue = (reader: ValueReader, path?: string): AttributeValue => {
  const value = readValue(reader, path);
  if (!value) throw reader.unexpected('Expected a value');
  return value;
};

/** `path` is where the value stands in its literal: `root.a[1]`. */
function readRaw(reader: ValueReader, path: string): AttributeValue | undefined {
  const token = reader.peek();
  if (token.kind === 'text') return { S: reader.next().text };
  if (token.kind === 'number') return { N: numberAt(path, reader.next().text) };
  if ((token.word === '-' || token.word === '+') && reader.peek(1).kind === 'number') {
    const sign = reader.next().word === '-' ? '-' : '';
    return { N: numberAt(path, sign + reader.next().text) };
  }
  switch (token.word) {
    case '?':
      reader.next();
      return reader.parameter() ?? absent;
    case 'TRUE':
    case 'FALSE':
      return { BOOL: reader.next().word === 'TRUE' };
    case 'NULL':
      reader.next();
      return { NULL: true };
    case '[':
      return reader.nested(() => ({ L: readElements(reader, '[', ']', path) }));
    case '<<':
      return readSet(reader, path);
    case '{':
      return reader.nested(() => ({ M: readTuple(reader, path) }));
    default:
      return undefined;
  }
}

/** A number that is written in the statement; what is wrong with it is told with its place. */
function numberAt(path: string, text: string): string {
  try {
    return normaliseNumber(text);
  } catch (error) {
    if (!(error instanceof ValueProblem)) throw error;
    throw error.older === notNumeric(text).older ? notWellFormed('') : invalid(`${error.older} under ${path}`);
  }
}

/** Values between brackets, separated by commas. */
function readElements(reader: ValueReader, open: string, close: string, path: string): AttributeValue[] {
  const elements: AttributeValue[] = [];
  reader.expect(open);
  if (reader.accept(close)) return elements;
  do elements.push(requireValue(reader, `${path}[${elements.length}]`));
  while (reader.accept(','));
  reader.expect(close);
  return elements;
}

function readSet(reader: ValueReader, path: string): AttributeValue {
  const elements = reader.nested(() => readElements(reader, '<<', '>>', path));
  if (elements.length === 0) throw setEmptyHere();
  const types = new Set(elements.map(typeOf));
  const [type] = types;
  if (types.size !== 1 || (type !== 'S' && type !== 'N' && type !== 'B')) {
    throw notWellFormed('A set must have elements, all texts, all numbers or all binary values');
  }
  const texts = elements.map((element) => element[type] ?? '');
  return type === 'S' ? { SS: texts } : type === 'N' ? { NS: texts } : { BS: texts };
}

function readTuple(reader: ValueReader, path: string): Readonly<Record<string, AttributeValue>> {
  const members: [string, AttributeValue][] = [];
  reader.expect('{');
  if (!reader.accept('}')) {
    do {
      const { kind, text } = reader.peek();
      if (kind !== 'text' && kind !== 'quoted') throw reader.unexpected('Expected a name in quotes');
      reader.next();
      reader.expect(':');
      members.push([text, requireValue(reader, `${path}.${text}`)]);
    } while (reader.accept(','));
    reader.expect('}');
  }
  return Object.fromEntries(members);
}
