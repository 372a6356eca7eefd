import type { Json } from '../../definition/json.ts';
import type { Condition, Operand, Path } from './path.ts';
import type { Scanner } from './scanner.ts';

/** Operators between two values; longer ones first. */
const operators = /==|!=|<=|>=|=~|<|>|(?:in|nin|subsetof|anyof|noneof|contains|size|empty)(?![\w])/y;

/** Reads `( … )` of a filter. Paths in it are read by whoever reads the path that it is in. */
export function parseFilter(scanner: Scanner, readPath: ReadPath): Condition {
  scanner.skipSpace();
  scanner.expect('(');
  const condition = new FilterParser(scanner, readPath).condition();
  scanner.skipSpace();
  scanner.expect(')');
  return condition;
}

type ReadPath = (scanner: Scanner) => Path;

class FilterParser {
  readonly #scanner: Scanner;
  readonly #readPath: ReadPath;

  constructor(scanner: Scanner, readPath: ReadPath) {
    this.#scanner = scanner;
    this.#readPath = readPath;
  }

  condition(): Condition {
    return this.#parts('||', 'or', () => this.#parts('&&', 'and', () => this.#part()));
  }

  #parts(word: string, kind: 'and' | 'or', read: () => Condition): Condition {
    const scanner = this.#scanner;
    const first = read();
    const parts = [first];
    for (scanner.skipSpace(); scanner.take(word); scanner.skipSpace()) parts.push(read());
    return parts.length === 1 ? first : { kind, parts };
  }

  #part(): Condition {
    const scanner = this.#scanner;
    scanner.skipSpace();
    return scanner.nested(() => {
      if (scanner.take('!')) return { kind: 'not', part: this.#part() };
      return scanner.starts('(') ? parseFilter(scanner, this.#readPath) : this.#comparison();
    });
  }

  #comparison(): Condition {
    const scanner = this.#scanner;
    const left = this.#operand();
    scanner.skipSpace();
    const operator = scanner.match(operators);
    if (operator !== undefined) {
      scanner.skipSpace();
      return { kind: 'compare', operator, left, right: this.#operand() };
    }
    return left.kind === 'path' ? { kind: 'exists', path: left.path } : scanner.fail('expected an operator');
  }

  #operand(): Operand {
    const scanner = this.#scanner;
    if (scanner.starts('@') || scanner.starts('$')) {
      return { kind: 'path', path: scanner.nested(() => this.#readPath(scanner)) };
    }
    if (scanner.starts('/')) return { kind: 'regex', regex: readRegex(scanner) };
    return { kind: 'value', value: readValue(scanner) };
  }
}

function readValue(scanner: Scanner): Json {
  if (scanner.starts("'") || scanner.starts('"')) return scanner.quoted();
  if (scanner.take('[')) return scanner.nested(() => readArray(scanner));
  const word = scanner.match(/true|false|null|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y);
  return word === undefined ? scanner.fail('expected a value') : (JSON.parse(withoutZeros(word)) as Json);
}

const withoutZeros = (word: string): string => word.replace(/^(-?)0+(?=\d)/, '$1');

function readArray(scanner: Scanner): Json[] {
  const items: Json[] = [];
  for (scanner.skipSpace(); !scanner.take(']'); scanner.skipSpace()) {
    if (items.length > 0) scanner.expect(',');
    scanner.skipSpace();
    items.push(readValue(scanner));
  }
  return items;
}

function readRegex(scanner: Scanner): RegExp {
  const text = scanner.match(/\/(?:[^/\\]|\\.)*\/[a-z]*/y) ?? scanner.fail('the pattern is not closed');
  const end = text.lastIndexOf('/');
  try {
    // Java's matcher takes the whole text.
    return new RegExp(`^(?:${text.slice(1, end)})$`, text.slice(end + 1).includes('i') ? 'is' : 's');
  } catch {
    return scanner.fail('the pattern is no regular expression');
  }
}
