import { compared } from './arithmetic.ts';
import { spend } from './effort.ts';
import { Scanner } from './scanner.ts';
import { isEqual, isNumber, jsonList, numeric, type Value } from './values.ts';

/** A path that was read. */
export interface JsonPath {
  readonly steps: readonly Step[];
  /** Whether it can find several values: then it answers a list, also of one or none. */
  readonly isIndefinite: boolean;
}

type Step =
  | { readonly kind: 'members'; readonly names: readonly string[] }
  | { readonly kind: 'indexes'; readonly indexes: readonly number[] }
  | { readonly kind: 'slice'; readonly from: number | undefined; readonly to: number | undefined; readonly by: number }
  | { readonly kind: 'all' }
  | { readonly kind: 'descend' }
  | { readonly kind: 'filter'; readonly test: Filter }
  | { readonly kind: 'function'; readonly name: string };

type Filter = (item: Value, root: Value) => boolean;
type Operand = (item: Value, root: Value) => Value | undefined;

/**
 * Reads a path in the dialect of Jayway's library, which API Gateway uses.
 * https://github.com/json-path/JsonPath
 * @throws TemplateError for what is no path
 */
export function parseJsonPath(text: string): JsonPath {
  const scanner = new Scanner(text.trim());
  const start = scanner.at;
  if (!scanner.take('$') && !scanner.take('@')) scanner.at = start;
  return stepsFrom(scanner, () => scanner.isDone);
}

function stepsFrom(scanner: Scanner, isEnd: () => boolean): JsonPath {
  const steps: Step[] = [];
  while (!isEnd()) {
    const before = scanner.at;
    if (scanner.take('..')) {
      steps.push({ kind: 'descend' });
      if (scanner.peek() !== '[') steps.push(dotted(scanner));
    } else if (scanner.take('.')) steps.push(dotted(scanner));
    else if (scanner.take('[')) steps.push(bracketed(scanner));
    else if (steps.length === 0) steps.push(dotted(scanner));
    if (scanner.at === before) break;
  }
  const isIndefinite = steps.some(
    (step) =>
      ['all', 'descend', 'filter', 'slice'].includes(step.kind) ||
      (step.kind === 'members' && step.names.length > 1) ||
      (step.kind === 'indexes' && step.indexes.length > 1),
  );
  return { steps, isIndefinite };
}

function dotted(scanner: Scanner): Step {
  if (scanner.take('*')) return { kind: 'all' };
  const called = scanner.match(/([A-Za-z]\w*)\(\)/y)?.[1];
  if (called !== undefined) return { kind: 'function', name: called };
  const name = scanner.match(/[^.[\]()\s=<>!&|,]+/y)?.[0];
  if (name === undefined) throw scanner.error('A path has a name missing');
  return { kind: 'members', names: [name] };
}

function bracketed(scanner: Scanner): Step {
  scanner.skipSpace();
  if (scanner.take('*')) return closed(scanner, { kind: 'all' });
  if (scanner.take('?')) {
    scanner.skipSpace();
    scanner.expect('(');
    const test = parseFilter(scanner);
    scanner.expect(')');
    return closed(scanner, { kind: 'filter', test });
  }
  if (scanner.peek() === "'" || scanner.peek() === '"') {
    return closed(scanner, { kind: 'members', names: commaSeparated(scanner, () => quoted(scanner)) });
  }
  const slice = scanner.match(/(-?\d+)?\s*:\s*(-?\d+)?(?:\s*:\s*(-?\d+))?/y);
  if (slice) {
    const [from, to, by] = slice.slice(1).map((part) => (part === undefined ? undefined : Number(part)));
    return closed(scanner, { kind: 'slice', from, to, by: by ?? 1 });
  }
  const indexes = commaSeparated(scanner, () => {
    const index = scanner.match(/-?\d+/y)?.[0];
    if (index === undefined) throw scanner.error('A path has an index missing');
    return Number(index);
  });
  return closed(scanner, { kind: 'indexes', indexes });
}

function commaSeparated<T>(scanner: Scanner, read: () => T): T[] {
  const items = [read()];
  for (;;) {
    scanner.skipSpace();
    if (!scanner.take(',')) return items;
    scanner.skipSpace();
    items.push(read());
  }
}

function closed(scanner: Scanner, step: Step): Step {
  scanner.skipSpace();
  scanner.expect(']');
  return step;
}

function quoted(scanner: Scanner): string {
  const match = scanner.match(/'((?:[^'\\]|\\[\s\S])*)'|"((?:[^"\\]|\\[\s\S])*)"/y);
  if (!match) throw scanner.error('A text in quotes has no end');
  return (match[1] ?? match[2] ?? '').replace(/\\([\s\S])/g, '$1');
}

/** `@.a == 1 && (@.b || !@.c)` */
function parseFilter(scanner: Scanner, depth = 0): Filter {
  if (depth > 20) throw scanner.error('A filter is nested too deeply');
  let left = conjunction(scanner, depth);
  for (;;) {
    scanner.skipSpace();
    if (!scanner.take('||')) return left;
    const [first, second] = [left, conjunction(scanner, depth)];
    left = (item, root) => first(item, root) || second(item, root);
  }
}

function conjunction(scanner: Scanner, depth: number): Filter {
  let left = comparison(scanner, depth);
  for (;;) {
    scanner.skipSpace();
    if (!scanner.take('&&')) return left;
    const [first, second] = [left, comparison(scanner, depth)];
    left = (item, root) => first(item, root) && second(item, root);
  }
}

function comparison(scanner: Scanner, depth: number): Filter {
  scanner.skipSpace();
  if (scanner.take('!')) {
    const inner = comparison(scanner, depth + 1);
    return (item, root) => !inner(item, root);
  }
  if (scanner.take('(')) {
    const inner = parseFilter(scanner, depth + 1);
    scanner.skipSpace();
    scanner.expect(')');
    return inner;
  }
  const left = operand(scanner);
  scanner.skipSpace();
  const operator = scanner.match(/(?:==|!=|<=|>=|<|>|in\b|nin\b|contains\b|size\b|empty\b)/y)?.[0];
  if (operator === undefined) return (item, root) => left(item, root) !== undefined;
  const right = operand(scanner);
  return (item, root) => isMatch(operator, left(item, root), right(item, root));
}

function operand(scanner: Scanner): Operand {
  scanner.skipSpace();
  if (scanner.peek() === '@' || scanner.peek() === '$') {
    const isRoot = scanner.take('$');
    if (!isRoot) scanner.take('@');
    const path = stepsFrom(scanner, () => scanner.isDone || !/[.[]/.test(scanner.peek()));
    return (item, root) => readJsonPath(path, isRoot ? root : item);
  }
  if (scanner.peek() === "'" || scanner.peek() === '"') {
    const text = quoted(scanner);
    return () => text;
  }
  if (scanner.take('[')) {
    const items = commaSeparated(scanner, () => operand(scanner));
    scanner.skipSpace();
    scanner.expect(']');
    return (item, root) => items.map((read) => read(item, root) ?? null);
  }
  const word = scanner.match(/(?:true|false|null)\b|-?\d+(?:\.\d+)?/y)?.[0];
  if (word === undefined) throw scanner.error('A filter has a value missing');
  const value = word === 'null' ? null : word === 'true' ? true : word === 'false' ? false : Number(word);
  return () => value;
}

function isMatch(operator: string, left: Value | undefined, right: Value | undefined): boolean {
  if (operator === '!=') return left !== undefined && !isEqual(left, right ?? null);
  if (left === undefined || right === undefined) return false;
  switch (operator) {
    case '==':
      return isEqual(left, right);
    case '<':
    case '<=':
    case '>':
    case '>=':
      return typeof left === 'string' && typeof right === 'string'
        ? compared(operator, left < right ? -1 : left > right ? 1 : 0, 0)
        : compared(operator, left, right);
    case 'in':
      return Array.isArray(right) && right.some((item) => isEqual(item, left));
    case 'nin':
      return Array.isArray(right) && !right.some((item) => isEqual(item, left));
    case 'contains':
      return Array.isArray(left)
        ? left.some((item) => isEqual(item, right))
        : typeof left === 'string' && typeof right === 'string' && left.includes(right);
    case 'size':
      return (Array.isArray(left) || typeof left === 'string') && isEqual(left.length, right);
    default:
      return (Array.isArray(left) || typeof left === 'string') && (left.length === 0) === right;
  }
}

/** What a path finds; undefined where a definite one finds nothing. */
export function readJsonPath({ steps, isIndefinite }: JsonPath, root: Value): Value | undefined {
  let found: readonly Value[] = [root];
  for (const step of steps) {
    const next: Value[] = [];
    for (const value of found) {
      for (const item of takeStep(step, value, root)) {
        spend(1);
        next.push(item);
      }
    }
    found = next;
  }
  return isIndefinite ? jsonList(found) : found[0];
}

function* takeStep(step: Step, value: Value, root: Value): Iterable<Value> {
  switch (step.kind) {
    case 'members':
      if (value instanceof Map) for (const name of step.names) if (value.has(name)) yield value.get(name) ?? null;
      return;
    case 'indexes':
      if (!Array.isArray(value)) return;
      for (const index of step.indexes) {
        const item = value[index < 0 ? value.length + index : index];
        if (item !== undefined) yield item;
      }
      return;
    case 'slice':
      if (Array.isArray(value)) {
        spend(value.length);
        for (const [index, item] of value.slice(step.from, step.to).entries()) if (index % step.by === 0) yield item;
      }
      return;
    case 'all':
      yield* membersOf(value);
      return;
    case 'descend':
      yield* descendants(value);
      return;
    case 'filter':
      for (const item of Array.isArray(value) ? value : [value]) {
        spend(1);
        if (step.test(item, root)) yield item;
      }
      return;
    case 'function':
      yield* calculated(step.name, value);
  }
}

const membersOf = (value: Value): Iterable<Value> =>
  Array.isArray(value) ? value : value instanceof Map ? value.values() : [];

/** Itself first, then each member with its own. */
function descendants(value: Value, found: Value[] = []): Value[] {
  spend(1);
  found.push(value);
  for (const member of membersOf(value)) descendants(member, found);
  return found;
}

function* calculated(name: string, value: Value): Iterable<Value> {
  if (name === 'keys' && value instanceof Map) yield jsonList(value.keys());
  if (!Array.isArray(value)) {
    if (name === 'length' && value instanceof Map) yield value.size;
    if (name === 'length' && typeof value === 'string') yield value.length;
    return;
  }
  spend(value.length);
  if (name === 'length' || name === 'size') yield value.length;
  const numbers = value.filter(isNumber).map(numeric);
  if (numbers.length === 0) return;
  if (name === 'sum') yield numbers.reduce((sum, number) => sum + number, 0);
  if (name === 'min') yield numbers.reduce((least, number) => Math.min(least, number));
  if (name === 'max') yield numbers.reduce((most, number) => Math.max(most, number));
  if (name === 'avg') yield numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}
