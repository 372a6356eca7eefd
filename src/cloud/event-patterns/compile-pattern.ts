import { addressDigits } from './addresses.ts';
import { JsonReader } from './json-reader.ts';
import { MalformedPattern } from './malformed-pattern.ts';
import type { Pattern } from './pattern.ts';
import { readExpression } from './read-value-test.ts';
import { comparable, type ValueTest } from './value-test.ts';
import type { Wildcard } from './wildcard.ts';
import { isTooComplex } from './wildcard-complexity.ts';

/** AWS: characters of an event pattern, where the quota is raised (2,048 otherwise). */
const patternCharsMax = 4_096;
/** AWS: what `$or` may multiply out to. */
const alternativesMax = 1_000;
const tooComplex =
  'Rule is too complex - try using fewer wildcard characters or fewer repeating character sequences after a wildcard character';

/** Keys that `$or` does not combine: with one of them it is a key like others. */
const reservedInOr: ReadonlySet<string> = new Set(
  `exactly equals-ignore-case prefix suffix anything-but exists wildcard numeric cidr = < <= > >= regex not-wildcard
  not-equals-ignore-case date-after date-on-or-after date-before date-on-or-before in-date-range ip-address-in-range
  ip-address-not-in-range`.split(/\s+/),
);

/**
 * Reads an event pattern: objects of fields, at their ends lists of which one value must match. Throws
 * {@link MalformedPattern}. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
 */
export function compilePattern(text: string, charsMax: number = patternCharsMax): Pattern {
  if (text.length > charsMax) throw new MalformedPattern(`Event pattern is longer than ${charsMax} characters`);
  const reader = new JsonReader(text);
  if (reader.next() !== '{') reader.fail('Filter is not an object');
  const alternatives = readObject(reader, [], [new Map()]);
  reader.end();
  const pattern = alternatives.map((fields) =>
    [...fields].map(([path, tests]) => ({ path, tests })).sort((a, b) => (a.path < b.path ? -1 : 1)),
  );
  // Alternatives share the lists that stand beside `$or`.
  const lists = new Set(pattern.flatMap((alternative) => alternative.map(({ tests }) => tests)));
  if ([...lists].some(hasComplexWildcards)) throw new MalformedPattern(tooComplex);
  return pattern;
}

/** By path. */
type Fields = Map<string, readonly ValueTest[]>;

function readObject(reader: JsonReader, path: readonly string[], before: readonly Fields[]): readonly Fields[] {
  let alternatives = before;
  let isEmpty = true;
  for (let token = reader.next(); token !== '}'; token = reader.next()) {
    isEmpty = false;
    alternatives = readField(reader, path, alternatives);
  }
  if (isEmpty) reader.fail('Empty objects are not allowed');
  return alternatives;
}

function readField(reader: JsonReader, path: readonly string[], alternatives: readonly Fields[]): readonly Fields[] {
  const name = reader.text();
  if (name === '$or' && reader.peek(isCombination)) return readOr(reader, path, alternatives);
  const token = reader.next();
  const ownPath = [...path, name];
  if (token === '{') return readObject(reader, ownPath, alternatives);
  if (token !== '[') reader.fail(`"${name}" must be an object or an array`);
  const tests = readList(reader);
  // Of a path that is there twice, the last counts.
  for (const fields of alternatives) fields.set(ownPath.join('.'), tests);
  return alternatives;
}

/** `$or` of two objects or more, of which none has a key that means something else. */
function isCombination(reader: JsonReader): boolean {
  if (reader.next() !== '[') return false;
  let objects = 0;
  for (let token = reader.next(); token !== ']'; token = reader.next()) {
    if (token !== '{') return false;
    for (let name = reader.next(); name === 'name'; name = reader.next()) {
      if (reservedInOr.has(reader.text())) return false;
      reader.next();
      reader.skip();
    }
    objects += 1;
  }
  return objects >= 2;
}

function readOr(reader: JsonReader, path: readonly string[], before: readonly Fields[]): readonly Fields[] {
  const alternatives: Fields[] = [];
  for (reader.next(); reader.next() === '{'; ) {
    const copies = before.map((fields) => new Map(fields));
    alternatives.push(...readObject(reader, path, copies));
    if (alternatives.length > alternativesMax) reader.fail(tooComplex);
  }
  return alternatives;
}

function readList(reader: JsonReader): readonly ValueTest[] {
  const tests: ValueTest[] = [];
  for (let token = reader.next(); token !== ']'; token = reader.next()) {
    if (token === '{') tests.push(readExpression(reader));
    else if (token === 'string') tests.push(textTest(reader.text()));
    else if (token === 'number') tests.push({ kind: 'exact', value: comparable(Number(reader.text())) });
    else if (token === 'null') tests.push({ kind: 'exact', value: null });
    else if (token === 'true' || token === 'false') tests.push({ kind: 'exact', value: token === 'true' });
    else reader.fail('Match value must be String, number, true, false, or null');
  }
  if (tests.length === 0) reader.fail('Empty arrays are not allowed');
  return tests;
}

/** An address matches however it is written. */
function textTest(text: string): ValueTest {
  const digits = addressDigits(text);
  return digits === undefined ? { kind: 'exact', value: text } : { kind: 'cidr', low: digits, high: digits };
}

function hasComplexWildcards(tests: readonly ValueTest[]): boolean {
  const wildcardsOf = (list: readonly ValueTest[]): Wildcard[] =>
    list.flatMap((test) => (test.kind === 'wildcard' ? [test.wildcard] : []));
  const own = wildcardsOf(tests);
  if (own.length > 0 && isTooComplex(own, false)) return true;
  return tests.some((test) => {
    const unwanted = test.kind === 'anything-but' ? wildcardsOf(test.unwanted) : [];
    return unwanted.length > 0 && isTooComplex(unwanted, true);
  });
}
