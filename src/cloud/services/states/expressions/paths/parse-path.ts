import { BoundedMap } from '../../../../kernel/bounded-map.ts';
import { parseFilter } from './parse-filter.ts';
import { type Path, PathSyntaxError, type Root, type Step } from './path.ts';
import { Scanner } from './scanner.ts';

/*
 * JSONPath as AWS reads it: Jayway's dialect, of the time before it knew functions, with two more roots.
 * https://docs.aws.amazon.com/step-functions/latest/dg/amazon-states-language-paths.html
 */

/** Paths in definitions are few; those that were not used for long are parsed again. */
const parsed = new BoundedMap<string, Path | PathSyntaxError>(5_000);

/** A path; throws {@link PathSyntaxError}. */
export function parsePath(text: string): Path {
  let path = parsed.get(text);
  if (!path) {
    path = parse(text);
    parsed.set(text, path);
  }
  if (path instanceof PathSyntaxError) throw path;
  return path;
}

function parse(text: string): Path | PathSyntaxError {
  try {
    const scanner = new Scanner(text);
    const path = readPath(scanner);
    if (!scanner.isAtEnd) scanner.fail('it should end here');
    return path;
  } catch (error) {
    if (error instanceof PathSyntaxError) return error;
    throw error;
  }
}

/** A name behind a dot ends with the next step; in a filter also where an operator or the filter's end may stand. */
const names = { outside: /[^.[\]\s'"]+/y, inFilter: /(?:\w|[^ -~\s]|-(?!\s)|\(\))+/y };

/** Reads a path from where it begins to where it cannot go on. */
function readPath(scanner: Scanner, place: keyof typeof names = 'outside'): Path {
  const start = scanner.at;
  const root = readRoot(scanner, place);
  const steps: Step[] = [];
  for (let step = readStep(scanner, place); step; step = readStep(scanner, place)) {
    steps.push(step);
    if (step.kind === 'scan' && !scanner.starts('[')) steps.push(readName(scanner, place));
  }
  return { text: scanner.text.slice(start, scanner.at), root, steps, isDefinite: steps.every(isDefiniteStep) };
}

const readFilterPath = (scanner: Scanner): Path => readPath(scanner, 'inFilter');

function readRoot(scanner: Scanner, place: keyof typeof names): Root {
  if (place === 'inFilter' && scanner.take('@')) return { kind: 'item' };
  if (scanner.take('$$')) return { kind: 'context' };
  scanner.expect('$');
  const name = scanner.match(/[\p{ID_Start}_][\p{ID_Continue}]*/uy);
  return name === undefined ? { kind: 'input' } : { kind: 'variable', name };
}

function readStep(scanner: Scanner, place: keyof typeof names): Step | undefined {
  if (scanner.take('..')) return { kind: 'scan' };
  if (scanner.take('.')) return readName(scanner, place);
  return scanner.take('[') ? scanner.nested(() => readBrackets(scanner)) : undefined;
}

function readName(scanner: Scanner, place: keyof typeof names): Step {
  if (scanner.take('*')) return { kind: 'wildcard' };
  const name = scanner.match(names[place]);
  return name === undefined ? scanner.fail('a path must not end with a dot') : { kind: 'child', names: [name] };
}

function readBrackets(scanner: Scanner): Step {
  scanner.skipSpace();
  const step = readInBrackets(scanner);
  scanner.skipSpace();
  scanner.expect(']');
  return step;
}

function readInBrackets(scanner: Scanner): Step {
  if (scanner.take('*')) return { kind: 'wildcard' };
  if (scanner.take('?')) return { kind: 'filter', condition: parseFilter(scanner, readFilterPath) };
  if (scanner.starts("'") || scanner.starts('"')) return { kind: 'child', names: readList(scanner, readQuoted) };
  const slice = scanner.match(/-?\d{0,9}\s*:\s*(?:-?\d{1,9})?/y);
  if (slice !== undefined) {
    const [from = '', to = ''] = slice.split(':').map((part) => part.trim());
    if (from === '-' || to === '-') scanner.fail('a slice has whole numbers');
    return { kind: 'slice', from: from ? Number(from) : undefined, to: to ? Number(to) : undefined };
  }
  return { kind: 'index', indexes: readList(scanner, readIndex) };
}

function readList<Item>(scanner: Scanner, read: (scanner: Scanner) => Item): Item[] {
  const list = [read(scanner)];
  for (scanner.skipSpace(); scanner.take(','); scanner.skipSpace()) {
    scanner.skipSpace();
    list.push(read(scanner));
  }
  return list;
}

function readQuoted(scanner: Scanner): string {
  return scanner.starts("'") || scanner.starts('"') ? scanner.quoted() : scanner.fail('expected a name in quotes');
}

function readIndex(scanner: Scanner): number {
  const digits = scanner.match(/-?\d{1,9}/y);
  return digits === undefined ? scanner.fail('expected an index, a name, a slice, a filter or *') : Number(digits);
}

const isDefiniteStep = (step: Step): boolean =>
  step.kind === 'child' || (step.kind === 'index' && step.indexes.length === 1);
