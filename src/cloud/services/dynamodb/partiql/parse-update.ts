import { notWellFormed, operandMistyped } from '../errors/partiql-errors.ts';
import type { BoundAction, BoundExpression } from '../expressions/bound.ts';
import { type DocumentPath, pathText } from '../expressions/paths.ts';
import { type AttributeValue, isSetType, typeOf } from '../values/attribute-value.ts';
import { isPath, readPath } from './parse-path.ts';
import { readValue, requireValue } from './parse-value.ts';
import type { Update } from './statement.ts';
import type { Reader } from './tokens.ts';

type ValueReader = Reader<AttributeValue>;

/**
 * `SET a = 1, b = a + 1 REMOVE c`, in any order and number.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-reference.update.html
 */
export function readActions(reader: ValueReader): Update['actions'] {
  const actions: { readonly path: DocumentPath; readonly action: BoundAction }[] = [];
  for (;;) {
    if (reader.accept('SET')) {
      do actions.push(readAssignment(reader));
      while (reader.accept(','));
    } else if (reader.accept('REMOVE')) {
      do actions.push({ path: readPath(reader), action: { kind: 'REMOVE' } });
      while (reader.accept(','));
    } else break;
  }
  if (actions.length === 0) throw reader.unexpected('Expected SET or REMOVE');
  return actions;
}

function readAssignment(reader: ValueReader): { readonly path: DocumentPath; readonly action: BoundAction } {
  const path = readPath(reader);
  reader.expect('=');
  return { path, action: readSetFunction(reader, path) ?? { kind: 'SET', expression: readExpression(reader) } };
}

/** `set_add(path, <<…>>)` and `set_delete(path, <<…>>)`, of the very attribute that they are assigned to. */
function readSetFunction(reader: ValueReader, target: DocumentPath): BoundAction | undefined {
  const name = reader.peek().word;
  if ((name !== 'SET_ADD' && name !== 'SET_DELETE') || !reader.is('(', 1)) return undefined;
  reader.next();
  reader.next();
  const path = readPath(reader);
  if (pathText(path) !== pathText(target))
    throw notWellFormed(`${name.toLowerCase()} must be of what it is assigned to`);
  reader.expect(',');
  const value = requireValue(reader);
  reader.expect(')');
  if (!isSetType(typeOf(value)) && !(name === 'SET_ADD' && value.N !== undefined)) {
    throw operandMistyped(name.toLowerCase(), typeOf(value));
  }
  return { kind: name === 'SET_ADD' ? 'ADD' : 'DELETE', value };
}

function readExpression(reader: ValueReader): BoundExpression {
  let left = readTerm(reader);
  while (reader.is('+') || reader.is('-')) {
    const operator = reader.next().word === '+' ? '+' : '-';
    const right = readTerm(reader);
    for (const each of [left, right]) {
      if (each.kind === 'literal' && each.value.N === undefined) throw operandMistyped(operator, typeOf(each.value));
    }
    left = { kind: 'arithmetic', operator, left, right };
  }
  return left;
}

function readTerm(reader: ValueReader): BoundExpression {
  return reader.nested(() => {
    if (reader.is('LIST_APPEND') && reader.is('(', 1)) return readCall(reader, 'list_append');
    if (reader.is('IF_NOT_EXISTS') && reader.is('(', 1)) return readCall(reader, 'if_not_exists');
    if (reader.accept('(')) {
      const inner = readExpression(reader);
      reader.expect(')');
      return inner;
    }
    const value = readValue(reader);
    if (value) return { kind: 'literal', value };
    if (isPath(reader)) return { kind: 'path', path: readPath(reader) };
    return { kind: 'literal', value: requireValue(reader) };
  });
}

function readCall(reader: ValueReader, name: 'list_append' | 'if_not_exists'): BoundExpression {
  reader.next();
  reader.next();
  const left = readExpression(reader);
  reader.expect(',');
  const right = readExpression(reader);
  reader.expect(')');
  if (name === 'list_append') {
    for (const each of [left, right]) {
      if (each.kind === 'literal' && !each.value.L) throw operandMistyped(name, typeOf(each.value));
    }
    return { kind: 'list_append', left, right };
  }
  if (left.kind !== 'path') throw notWellFormed('if_not_exists takes a path');
  return { kind: 'if_not_exists', path: left.path, fallback: right };
}
