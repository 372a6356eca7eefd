import { notWellFormed, parameterCount, valueNotOfTuple } from '../errors/partiql-errors.ts';
import type { BoundCondition } from '../expressions/bound.ts';
import type { DocumentPath } from '../expressions/paths.ts';
import { normaliseValue } from '../validation/attribute-values.ts';
import type { AttributeValue } from '../values/attribute-value.ts';
import { readCondition } from './parse-condition.ts';
import { readName, readPath } from './parse-path.ts';
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
  const parameters = given.map((value) => normaliseValue(value));
  const reader: ValueReader = new Reader(text, parameters);
  const statement = readStatement(reader);
  reader.expectEnd();
  if (reader.parametersRead !== parameters.length) throw parameterCount();
  return statement;
}

function readStatement(reader: ValueReader): Statement {
  if (reader.accept('SELECT')) return readSelect(reader);
  if (reader.accept('INSERT')) return readInsert(reader);
  if (reader.accept('UPDATE')) return readUpdate(reader);
  if (reader.accept('DELETE')) return readDelete(reader);
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
  return { kind: 'select', source, paths, where: readWhere(reader), order: readOrder(reader) };
}

function readPaths(reader: ValueReader): DocumentPath[] {
  const paths: DocumentPath[] = [];
  do paths.push(readPath(reader));
  while (reader.accept(','));
  return paths;
}

function readSource(reader: ValueReader, mayHaveIndex = false): Source {
  const tableName = readName(reader);
  const indexName = mayHaveIndex && reader.accept('.') ? readName(reader) : undefined;
  return { tableName, indexName };
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
  reader.expect('VALUE');
  const { M: item } = requireValue(reader);
  if (!item) throw valueNotOfTuple();
  return { kind: 'insert', source, item };
}

function readUpdate(reader: ValueReader): Update {
  const source = readSource(reader);
  const actions = readActions(reader);
  return { kind: 'update', source, actions, where: readWhere(reader), returning: readReturning(reader) };
}

function readDelete(reader: ValueReader): Delete {
  reader.expect('FROM');
  const source = readSource(reader);
  const where = readWhere(reader);
  const returning = readReturning(reader);
  if (returning && !(returning.isAll && returning.isOld)) {
    throw notWellFormed('DELETE can return ALL OLD only');
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
