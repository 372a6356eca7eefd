import { type PlannedWrite, planCheck, planDelete, planPut, planUpdate } from '../engine/write-item.ts';
import { ExpressionProblem } from '../errors/expression-errors.ts';
import { itemTooLarge } from '../errors/item-errors.ts';
import { duplicateItem, existsWithoutCondition } from '../errors/partiql-errors.ts';
import { invalid } from '../errors/validation-exception.ts';
import type { BoundUpdate } from '../expressions/apply-update.ts';
import type { BoundAction, BoundCondition } from '../expressions/bound.ts';
import { PathTree } from '../expressions/paths.ts';
import type { Table } from '../state.ts';
import { itemBytesMax, storedItem } from '../values/attribute-value.ts';
import { lookupOf } from './key-lookup.ts';
import type { Delete, Exists, Insert, Update } from './statement.ts';

const noHeads: ReadonlySet<string> = new Set();

/** A statement that writes (or checks), against its table, with what it updates. */
export interface PlannedStatement {
  readonly planned: PlannedWrite;
  readonly update?: BoundUpdate;
}

/** Throws ValidationException where the statement and its table do not go together. */
export function planStatement(
  table: Table,
  statement: Insert | Update | Delete | Exists,
  returnOldOnFailure = false,
): PlannedStatement {
  switch (statement.kind) {
    case 'insert':
      return { planned: planInsert(table, statement) };
    case 'delete': {
      const { key, rest } = lookupOf(table, statement.where);
      return { planned: planDelete(table, { key, condition: rest, nestedHeads: noHeads, returnOldOnFailure }) };
    }
    case 'exists': {
      const { key, rest } = lookupOf(table, statement.select.where, existsWithoutCondition);
      const condition = together(isThere(table), rest);
      return { planned: planCheck(table, { key, condition, nestedHeads: noHeads, returnOldOnFailure }) };
    }
    case 'update': {
      const { key, rest } = lookupOf(table, statement.where);
      const update = updateOf(statement);
      const condition = together(isThere(table), rest);
      const request = { key, update, condition, nestedHeads: noHeads, returnOldOnFailure };
      return { planned: planUpdate(table, request), update };
    }
  }
}

/** INSERT never replaces. */
function planInsert(table: Table, { item: attributes }: Insert): PlannedWrite {
  const item = storedItem(attributes);
  if (item.bytes > itemBytesMax) throw itemTooLarge();
  const condition: BoundCondition = { kind: 'not', item: isThere(table) };
  return {
    ...planPut(table, { item, condition, nestedHeads: noHeads, returnOldOnFailure: false }),
    failure: duplicateItem,
  };
}

/** UPDATE changes what is there, and makes nothing. */
const isThere = (table: Table): BoundCondition => ({ kind: 'exists', path: [table.keys[0]?.name ?? ''] });

const together = (first: BoundCondition, second: BoundCondition | undefined): BoundCondition =>
  second ? { kind: 'and', items: [first, second] } : first;

function updateOf({ actions }: Update): BoundUpdate {
  const tree = new PathTree<BoundAction>();
  try {
    for (const { path, action } of actions) tree.add(path, action);
  } catch (error) {
    throw error instanceof ExpressionProblem ? invalid(error.message) : error;
  }
  return { tree: tree.root, actions };
}
