import {
  aliasUnsupported,
  deleteReturning,
  notWellFormed,
  parameterCount,
  pathComponentEmpty,
  pathTooLong,
  valueNotOfTuple,
} from '../errors/partiql-errors.ts';
import { inOlderWords } from '../errors/value-problem.ts';
import type { BoundCondition } from '../expressions/bound.ts';
import type { DocumentPath } from '../expressions/paths.ts';
import { normaliseValue } from '../validation/attribute-values.ts';
import type { AttributeValue } from '../values/attribute-value.ts';
import { readCondition } from './parse-condition.ts';
import { isPath, readName, readPath } from './parse-path.ts';
import { readActions } from './parse-update.ts';
import { requireValue } from './parse-value.ts';
import type { Delete, Insert, OrderTerm, Returning, Select, Source, Statement, Update } from './statement.ts';
import { Reader } from './tokens.ts';

type ValueReader = Reader<AttributeValue>;

/**
 * Reads one statement with its parameters. Throws ValidationException.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-reference.html
 */
export function parseStatement(text: string, given: readonly AttributeValue[] = []): Statement {
  const parameters = readParameters(given);
  const reader: ValueReader = new Reader(text, parameters);
  const statement = inOlderWords(() => readStatement(reader));
  reader.expectEnd();
  if (reader.parametersRead !== parameters.length) throw parameterCount();
  return statement;
}

/** Parameters as they are to be compared and stored. Throws ValidationException. */
export const readParameters = (given: readonly AttributeValue[] = []): readonly AttributeValue[] =>
  inOlderWords(() => given.map((value) => normaliseValue(value)));

function readStatement(reader: ValueReader): Statement {
  if (reader.accept('SELECT')) return readSelect(reader);
  if (reader.accept('INSERT')) return readInsert(reader);
  if (reader.accept('UPDATE')) return readUpdate(reader);
  if (reader.accept('DELETE')) return readDelete(reader);
  if (reader.accept('FROM')) return readUpdateFrom(reader);
  if (reader.accept('EXISTS')) {
    reader.expect('(');
    reader.expect('SELECT');
    const select = readSelect(reader);
    reader.expect(')');
    return { kind: 'exists', select };
  }
  throw notWellFormed('Unexpected token');
}

function readSelect(reader: ValueReader): Select {
  const paths = reader.accept('*') ? undefined : readPaths(reader);
  reader.expect('FROM');
  const source = readSource(reader, true);
  refuseAlias(reader);
  return { kind: 'select', source, paths, where: readWhere(reader), order: readOrder(reader) };
}

function readPaths(reader: ValueReader): DocumentPath[] {
  const paths: DocumentPath[] = [];
  do paths.push(readPath(reader));
  while (reader.accept(','));
  return paths;
}

function readSource(reader: ValueReader, mayHaveIndex = false): Source {
  if (reader.peek().kind === 'end' || reader.is('WHERE')) {
    throw notWellFormed(mayHaveIndex ? 'Unexpected term' : 'Expected identifier for simple path');
  }
  const tableName = readComponent(reader);
  const indexName = mayHaveIndex && reader.accept('.') ? readComponent(reader) : undefined;
  if (indexName !== undefined && reader.accept('.')) throw pathTooLong();
  return { tableName, indexName };
}

function readComponent(reader: ValueReader): string {
  const name = readName(reader);
  if (name === '') throw pathComponentEmpty();
  return name;
}

/** `FROM "Orders" o`, `FROM "Orders" AS o`; INSERT knows none. */
function refuseAlias(reader: ValueReader): void {
  if (isPath(reader)) throw aliasUnsupported();
}

const readWhere = (reader: ValueReader): BoundCondition | undefined =>
  reader.accept('WHERE') ? readCondition(reader) : undefined;

function readOrder(reader: ValueReader): OrderTerm[] {
  const terms: OrderTerm[] = [];
  if (!reader.accept('ORDER')) return terms;
  reader.expect('BY');
  do {
    const name = readName(reader);
    const isDescending = reader.accept('DESC');
    if (!isDescending) reader.accept('ASC');
    terms.push({ name, isDescending });
  } while (reader.accept(','));
  return terms;
}

function readInsert(reader: ValueReader): Insert {
  reader.expect('INTO');
  const source = readSource(reader);
  if (isPath(reader)) throw notWellFormed('Unexpected token after expression');
  reader.expect('VALUE');
  const { M: item } = requireValue(reader);
  if (!item) throw valueNotOfTuple();
  return { kind: 'insert', source, item };
}

function readUpdate(reader: ValueReader): Update {
  const source = readSource(reader);
  refuseAlias(reader);
  const actions = readActions(reader);
  return { kind: 'update', source, actions, where: readWhere(reader), returning: readReturning(reader) };
}

/** `FROM "Orders" WHERE … SET …`: an UPDATE whose WHERE comes first. */
function readUpdateFrom(reader: ValueReader): Update {
  const source = readSource(reader);
  refuseAlias(reader);
  const where = readWhere(reader);
  return { kind: 'update', source, actions: readActions(reader), where, returning: readReturning(reader) };
}

function readDelete(reader: ValueReader): Delete {
  reader.expect('FROM');
  const source = readSource(reader);
  refuseAlias(reader);
  const where = readWhere(reader);
  const returning = readReturning(reader);
  if (returning && !(returning.isAll && returning.isOld)) {
    throw deleteReturning(`${returning.isAll ? 'ALL' : 'MODIFIED'} ${returning.isOld ? 'OLD' : 'NEW'}`);
  }
  return { kind: 'delete', source, where, returning };
}

/** `RETURNING ALL OLD *` and its kin. */
function readReturning(reader: ValueReader): Returning | undefined {
  if (!reader.accept('RETURNING')) return undefined;
  const isAll = reader.accept('ALL');
  if (!isAll) reader.expect('MODIFIED');
  const isOld = reader.accept('OLD');
  if (!isOld) reader.expect('NEW');
  reader.expect('*');
  return { isAll, isOld };
}
