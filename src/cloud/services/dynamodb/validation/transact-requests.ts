import { transactionActionCount } from '../errors/item-errors.ts';
import { inOlderWords } from '../errors/value-problem.ts';
import { assertTableName } from '../tables/find-table.ts';
import { knownMembers } from './check-item-input.ts';
import type { TransactGetItemsInput, TransactWriteItem, TransactWriteItemsInput } from './inputs.ts';
import { transactActionTypes, transactGetTypes } from './item-shapes.ts';
import { type GetRequest, readGet } from './read-requests.ts';
import {
  type KeyRequest,
  type PutRequest,
  readDelete,
  readPut,
  readUpdate,
  type UpdateRequest,
} from './write-requests.ts';

/** One action of a transaction; `check` changes nothing. */
export type TransactWrite = { readonly tableName: string } & (
  | { readonly kind: 'put'; readonly request: PutRequest }
  | { readonly kind: 'update'; readonly request: UpdateRequest }
  | { readonly kind: 'delete' | 'check'; readonly request: KeyRequest }
);

/** Throws ValidationException in DynamoDB's order: what is wrong without looking at tables refuses the whole call. */
export function readTransactWrites({ TransactItems }: TransactWriteItemsInput): readonly TransactWrite[] {
  for (const item of TransactItems) assertOneAction(item);
  return inOlderWords(() => TransactItems.map(readAction));
}

function readAction({ ConditionCheck, Put, Update, Delete }: TransactWriteItem): TransactWrite {
  if (Put != null)
    return { kind: 'put', tableName: tableNameOf(Put), request: readPut(knownMembers(Put, transactActionTypes.Put)) };
  if (Update != null)
    return {
      kind: 'update',
      tableName: tableNameOf(Update),
      request: readUpdate(knownMembers(Update, transactActionTypes.Update)),
    };
  if (Delete != null)
    return {
      kind: 'delete',
      tableName: tableNameOf(Delete),
      request: readDelete(knownMembers(Delete, transactActionTypes.Delete)),
    };
  if (ConditionCheck == null) throw transactionActionCount();
  const request = readDelete(knownMembers(ConditionCheck, transactActionTypes.ConditionCheck));
  return { kind: 'check', tableName: tableNameOf(ConditionCheck), request };
}

export interface TransactGet {
  readonly tableName: string;
  readonly request: GetRequest;
}

/** Throws ValidationException in DynamoDB's order. */
export function readTransactGets({ TransactItems }: TransactGetItemsInput): readonly TransactGet[] {
  return TransactItems.map(({ Get }) => {
    if (!Get) throw new Error('Invariant violated: the shape requires Get');
    return { tableName: tableNameOf(Get), request: inOlderWords(() => readGet(knownMembers(Get, transactGetTypes))) };
  });
}

function assertOneAction(item: TransactWriteItem | null): void {
  const { ConditionCheck, Put, Update, Delete } = item ?? {};
  const given = [ConditionCheck, Put, Update, Delete].filter((action) => action != null);
  if (given.length !== 1) throw transactionActionCount();
}

function tableNameOf({ TableName }: { readonly TableName: string }): string {
  assertTableName(TableName);
  return TableName;
}
