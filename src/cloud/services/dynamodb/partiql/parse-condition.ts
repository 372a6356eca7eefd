import { functionOperandCount, functionWithoutPath, notWellFormed, operandMistyped } from '../errors/partiql-errors.ts';
import type { Comparator } from '../expressions/ast.ts';
import type { BoundCondition, BoundOperand } from '../expressions/bound.ts';
import type { DocumentPath } from '../expressions/paths.ts';
import { type AttributeValue, isKeyType, typeOf, type ValueType, valueTypes } from '../values/attribute-value.ts';
import { isPath, readPath } from './parse-path.ts';
import { readValue, requireValue } from './parse-value.ts';
import type { Reader } from './tokens.ts';

type ValueReader = Reader<AttributeValue>;

const comparators: Readonly<Record<string, Comparator>> = {
  '=': '=',
  '<>': '<>',
  '!=': '<>',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
};

/** AWS: a list behind IN has so many values at most, of the partition key 50. */
const candidatesMax = 100;

/**
 * What stands behind WHERE, as the engine evaluates it. Throws ValidationException.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-operators.html
 */
export function readCondition(reader: ValueReader): BoundCondition {
  return reader.nested(() => {
    const items = [readConjunction(reader)];
    while (reader.accept('OR')) {
      requireOperand(reader);
      items.push(readConjunction(reader));
    }
    return items.length === 1 ? (items[0] as BoundCondition) : { kind: 'or', items };
  });
}

function readConjunction(reader: ValueReader): BoundCondition {
  const items = [readNegation(reader)];
  while (reader.accept('AND')) {
    requireOperand(reader);
    items.push(readNegation(reader));
  }
  return items.length === 1 ? (items[0] as BoundCondition) : { kind: 'and', items };
}

function requireOperand(reader: ValueReader): void {
  if (reader.peek().kind === 'end') throw notWellFormed('Missing right-hand side expression of infix operator');
}

function readNegation(reader: ValueReader): BoundCondition {
  if (reader.peek().kind === 'end') throw notWellFormed('Unexpected term');
  if (reader.is('ORDER') && reader.is('BY', 1)) throw notWellFormed('Unexpected keyword');
  if (reader.is('IS') || reader.is('LIKE')) throw notWellFormed('Unexpected operator');
  if (reader.accept('NOT')) return reader.nested(() => ({ kind: 'not', item: readNegation(reader) }));
  if (reader.is('(')) {
    reader.next();
    const inner = readCondition(reader);
    reader.expect(')');
    return inner;
  }
  return readPredicate(reader);
}

function readPredicate(reader: ValueReader): BoundCondition {
  const called = readFunction(reader);
  if (called) return comparedWithTruth(reader, called);
  const left = readOperand(reader);
  if (reader.accept('IS')) return readIs(reader, left);
  const isNegated = reader.accept('NOT');
  const found = readComparison(reader, left, isNegated);
  return isNegated ? { kind: 'not', item: found } : found;
}

function readComparison(reader: ValueReader, left: BoundOperand, isNegated: boolean): BoundCondition {
  if (reader.accept('BETWEEN')) {
    const lower = readOperand(reader);
    reader.expect('AND');
    const upper = readOperand(reader);
    for (const each of [left, lower, upper]) assertOrdered('BETWEEN', each);
    return { kind: 'between', operand: left, lower, upper };
  }
  if (reader.accept('IN')) return { kind: 'in', operand: left, candidates: readCandidates(reader) };
  const operator = Object.hasOwn(comparators, reader.peek().word) ? comparators[reader.peek().word] : undefined;
  if (!operator || isNegated) throw reader.unexpected('Expected an operator');
  reader.next();
  const right = readOperand(reader);
  if (operator !== '=' && operator !== '<>') for (const each of [left, right]) assertOrdered(operator, each);
  return { kind: 'comparison', operator, left, right };
}

function readCandidates(reader: ValueReader): BoundOperand[] {
  const [open, close] = reader.is('(') ? ['(', ')'] : ['[', ']'];
  const candidates: BoundOperand[] = [];
  reader.expect(open);
  do candidates.push(readOperand(reader));
  while (reader.accept(','));
  reader.expect(close);
  if (candidates.length > candidatesMax) throw notWellFormed('Too many values behind IN');
  return candidates;
}

/** `attribute_exists(a) = true` says no more than the call alone. */
function comparedWithTruth(reader: ValueReader, called: BoundCondition): BoundCondition {
  const operator = Object.hasOwn(comparators, reader.peek().word) ? comparators[reader.peek().word] : undefined;
  const truth = reader.peek(1).word;
  if ((operator !== '=' && operator !== '<>') || (truth !== 'TRUE' && truth !== 'FALSE')) return called;
  reader.next();
  reader.next();
  return (operator === '=') === (truth === 'TRUE') ? called : { kind: 'not', item: called };
}

/** Types behind IS, by the names that PartiQL has for them. */
const typesByName: Readonly<Record<string, readonly ValueType[]>> = {
  NULL: ['NULL'],
  BOOL: ['BOOL'],
  BOOLEAN: ['BOOL'],
  BLOB: ['B'],
  STRING: ['S'],
  NUMERIC: ['N'],
  STRUCT: ['M'],
  TUPLE: ['M'],
  LIST: ['L'],
};

/** `IS [NOT] MISSING`, `IS [NOT] NULL`, `IS [NOT] STRING` and its kin. */
function readIs(reader: ValueReader, operand: BoundOperand): BoundCondition {
  const isNegated = reader.accept('NOT');
  const path = pathOf(reader, operand);
  if (reader.accept('MISSING')) return { kind: isNegated ? 'exists' : 'missing', path };
  const name = reader.peek().word;
  const types = Object.hasOwn(typesByName, name) ? typesByName[name] : undefined;
  if (!types) throw notWellFormed('Expected type name');
  reader.next();
  const items = types.map((type): BoundCondition => ({ kind: 'type', operand, type }));
  const [first] = items;
  const found: BoundCondition = items.length === 1 && first ? first : { kind: 'or', items };
  return isNegated ? { kind: 'not', item: found } : found;
}

const functions: ReadonlySet<string> = new Set([
  'BEGINS_WITH',
  'CONTAINS',
  'ATTRIBUTE_TYPE',
  'ATTRIBUTE_EXISTS',
  'ATTRIBUTE_NOT_EXISTS',
]);

/** `begins_with`, `contains`, `attribute_type`, `attribute_exists`; `size` is an operand. */
function readFunction(reader: ValueReader): BoundCondition | undefined {
  const name = reader.peek().word;
  if (!reader.is('(', 1) || !functions.has(name)) return undefined;
  reader.next();
  reader.next();
  const operands: BoundOperand[] = [];
  if (!reader.is(')'))
    do operands.push(readOperand(reader));
    while (reader.accept(','));
  reader.expect(')');
  return conditionOf(name, operands);
}

function conditionOf(word: string, operands: readonly BoundOperand[]): BoundCondition {
  const name = word.toLowerCase();
  const isOfOne = word === 'ATTRIBUTE_EXISTS' || word === 'ATTRIBUTE_NOT_EXISTS';
  const [operand, part] = operands;
  if (!operand || operands.length !== (isOfOne ? 1 : 2)) throw functionOperandCount(name, operands.length);
  if (isOfOne) {
    if (operand.kind !== 'path') throw functionWithoutPath(name);
    return { kind: word === 'ATTRIBUTE_EXISTS' ? 'exists' : 'missing', path: operand.path };
  }
  if (!part) throw functionOperandCount(name, operands.length);
  if (word === 'CONTAINS') return { kind: 'contains', operand, part };
  if (word === 'BEGINS_WITH') {
    assertType('begins_with', part, ['S', 'B']);
    return { kind: 'begins_with', operand, part };
  }
  const type = part.kind === 'literal' ? part.value.S : undefined;
  if (type === undefined || !(valueTypes as readonly string[]).includes(type)) {
    throw notWellFormed('attribute_type takes the name of a type');
  }
  return { kind: 'type', operand, type };
}

/** A path, a value, or the size of either. */
function readOperand(reader: ValueReader): BoundOperand {
  if (reader.is('SIZE') && reader.is('(', 1)) {
    reader.next();
    reader.next();
    const operand = readOperand(reader);
    reader.expect(')');
    return { kind: 'size', operand };
  }
  const value = readValue(reader);
  if (value) return { kind: 'literal', value };
  if (isPath(reader)) return { kind: 'path', path: readPath(reader) };
  return { kind: 'literal', value: requireValue(reader) };
}

function pathOf(reader: ValueReader, operand: BoundOperand): DocumentPath {
  if (operand.kind !== 'path') throw reader.unexpected('Expected a path');
  return operand.path;
}

/** Literals of other types could never be compared by order. */
function assertOrdered(operator: string, operand: BoundOperand): void {
  if (operand.kind === 'literal' && !isKeyType(typeOf(operand.value))) {
    throw operandMistyped(operator, typeOf(operand.value));
  }
}

function assertType(name: string, operand: BoundOperand, types: readonly string[]): void {
  if (operand.kind === 'literal' && !types.includes(typeOf(operand.value))) {
    throw operandMistyped(name, typeOf(operand.value));
  }
}
