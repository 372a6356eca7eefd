import type { Op, PatchOperation } from '@aws-sdk/client-api-gateway';
import { badRequest } from '../errors.ts';
import { namesIn, type PatchPath, placeOf } from './patch-path.ts';

type Tree = Record<string, unknown>;

/** A patch operation with the row of the table that it belongs to. */
interface Change {
  readonly op: Op;
  readonly path: string;
  readonly row: PatchPath;
  readonly place: readonly string[];
  readonly value: string | undefined;
  /** Where a copy or a move takes its value from. */
  readonly source: readonly string[] | undefined;
}

/** The complaint about an operation that the table does not have. */
type Complain = (table: readonly PatchPath[], op: Op, path: string) => string;

const knownOps: readonly string[] = ['add', 'remove', 'move', 'test', 'replace', 'copy'];

/**
 * The record as it is after all patch operations, in their order; the record given is left alone, also when one fails.
 * The table says which paths there are and what may be done to each.
 * @throws BadRequestException with the complaints about all operations that the table does not have
 */
export function applyPatch<T extends object>(
  record: T,
  operations: readonly PatchOperation[] | undefined,
  table: readonly PatchPath[],
  complain: Complain = unknownPath,
): T {
  const changes = readChanges(operations ?? [], table, complain);
  const tree: Tree = Object.fromEntries(Object.entries(record));
  for (const change of changes) applyChange(tree, change);
  return tree as T;
}

function readChanges(operations: readonly PatchOperation[], table: readonly PatchPath[], complain: Complain): Change[] {
  const complaints: string[] = [];
  const changes: Change[] = [];
  for (const [index, operation] of operations.entries()) {
    const change = readChange(operation, index, { table, complain });
    if (typeof change === 'string') complaints.push(change);
    else changes.push(change);
  }
  if (complaints.length > 0) throw badRequest(complaints.join(', '));
  return changes;
}

function readChange(
  operation: PatchOperation,
  index: number,
  { table, complain }: { readonly table: readonly PatchPath[]; readonly complain: Complain },
): Change | string {
  const { op, path = '', value, from } = operation;
  if (op === undefined || !knownOps.includes(op)) {
    const given = op === undefined ? 'null' : `'${op}'`;
    return `1 validation error detected: Value ${given} at 'patchOperations.${index + 1}.member.op' failed to satisfy constraint: Member must satisfy enum value set: [${knownOps.join(', ')}]`;
  }
  const found = findRow(table, op, path);
  if (!found) return complain(table, op, path);
  const place = placeOf(found.row, found.names);
  const base = {
    op,
    path,
    value,
    row: found.row,
    place: found.row.list === 'byValue' ? [...place, value ?? ''] : place,
  };
  if (op !== 'copy' && op !== 'move') return { ...base, source: undefined };
  const source = found.row.from?.includes(from ?? '') && findRow(table, undefined, from ?? '');
  if (!source) return `Invalid copy source '${from ?? ''}' specified for path '${path}'`;
  return { ...base, source: placeOf(source.row, source.names) };
}

function findRow(
  table: readonly PatchPath[],
  op: Op | undefined,
  path: string,
): { readonly row: PatchPath; readonly names: readonly string[] } | undefined {
  for (const row of table) {
    if (op !== undefined && !row.ops.includes(op)) continue;
    const names = namesIn(row, path);
    if (names) return { row, names };
  }
  return undefined;
}

/** The two blanks are AWS's. */
function unknownPath(table: readonly PatchPath[], op: Op, path: string): string {
  const valid = table.filter(({ ops }) => ops.includes(op)).map((row) => row.path);
  const advice = valid.length === 0 ? 'Please choose supported operations' : `Must be one of: [${valid.join(', ')}]`;
  return `Invalid patch path  '${path}' specified for op '${op}'. ${advice}`;
}

function applyChange(tree: Tree, change: Change): void {
  const { op, path, row, place, source, value } = change;
  const present = valueAt(tree, place, row.list);
  if (present === undefined && row.whenMissing && (op === 'replace' || op === 'remove')) {
    throw row.whenMissing(place.at(-1) ?? '');
  }
  if (op === 'test') {
    if (String(present) !== value) throw badRequest(`Test failed for path '${path}'`);
    return;
  }
  setAt(tree, change, newValue(tree, change));
  if (op === 'move' && source) setAt(tree, { op: 'remove', place: source, row: { path, ops: [] } }, undefined);
}

/** What is put in the place; undefined for nothing. */
function newValue(tree: Tree, { op, path, row, place, source, value }: Change): unknown {
  if (op === 'remove') return undefined;
  if (source) return valueAt(tree, source, undefined);
  // Elements of lists are named by their path, and a value is not needed.
  const text = value || (row.list && op === 'add' ? place.at(-1) : undefined);
  if (text) return row.read ? row.read(text, path) : text;
  if (row.whenEmpty) throw row.whenEmpty(path);
  return row.empty;
}

const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null && !Array.isArray(value);

function valueAt(tree: Tree, place: readonly string[], list: PatchPath['list']): unknown {
  let value: unknown = tree;
  for (const [index, step] of place.entries()) {
    if (list && index === place.length - 1) return Array.isArray(value) && value.includes(step) ? step : undefined;
    value = isTree(value) && Object.hasOwn(value, step) ? value[step] : undefined;
  }
  return value;
}

/** Copies what it changes on its way down, since records are shared with what was read before; undefined removes. */
function setAt(tree: Tree, change: Pick<Change, 'op' | 'place' | 'row'>, value: unknown): void {
  const { place, row, op } = change;
  let branch = tree;
  for (const step of place.slice(0, row.list ? -2 : -1)) {
    const below = Object.hasOwn(branch, step) ? branch[step] : undefined;
    if (!isTree(below) && value === undefined) return;
    const copy: Tree = isTree(below) ? { ...below } : {};
    Object.defineProperty(branch, step, { value: copy, enumerable: true, configurable: true, writable: true });
    branch = copy;
  }
  const name = place.at(-1) ?? '';
  if (row.list) setElement(branch, place.at(-2) ?? '', { name, value, op });
  else if (value === undefined) delete branch[name];
  else Object.defineProperty(branch, name, { value, enumerable: true, configurable: true, writable: true });
}

function setElement(
  branch: Tree,
  listName: string,
  { name, value, op }: { readonly name: string; readonly value: unknown; readonly op: Op },
): void {
  const list: unknown[] = Array.isArray(branch[listName]) ? branch[listName] : [];
  // Terraform names the element to replace by its index.
  const isNamed = (element: unknown, index: number) => element === name || String(index) === name;
  if (op === 'replace') branch[listName] = list.map((element, index) => (isNamed(element, index) ? value : element));
  else if (value === undefined) branch[listName] = list.filter((element) => element !== name);
  else if (!list.includes(value)) branch[listName] = [...list, value];
}
