import {
  batchGetTooMany,
  batchKeysDuplicated,
  batchTableNameInvalid,
  batchWriteLength,
  batchWriteNothing,
  batchWriteTooMany,
  writeRequestEmpty,
} from '../errors/item-errors.ts';
import { inOlderWords } from '../errors/value-problem.ts';
import { assertParametersFit } from '../expressions/paths.ts';
import { assertTableName, isTableName } from '../tables/find-table.ts';
import type { Item } from '../values/attribute-value.ts';
import { normaliseItem } from './attribute-values.ts';
import { knownMembers } from './check-item-input.ts';
import type { BatchGetItemInput, BatchWriteItemInput, KeysAndAttributes, WriteRequest } from './inputs.ts';
import { tableGetsTypes } from './item-shapes.ts';
import { type ProjectionRequest, readProjection } from './read-requests.ts';
import { type KeyRequest, type PutRequest, readDelete, readPut } from './write-requests.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html */
const getsMax = 100;
/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html */
const writesMax = 25;

/** What BatchGetItem asks of one table. */
export interface TableGets extends ProjectionRequest {
  readonly tableName: string;
  readonly keys: readonly Item[];
  /** As they came, for `UnprocessedKeys`. */
  readonly parameters: KeysAndAttributes;
}

/** Throws ValidationException in DynamoDB's order. */
export function readBatchGet({ RequestItems }: BatchGetItemInput): readonly TableGets[] {
  let count = 0;
  assertTableNames(RequestItems, () => JSON.stringify(RequestItems));
  return Object.entries(RequestItems).map(([tableName, given]) => {
    const parameters = knownMembers(given, tableGetsTypes);
    assertParametersFit(parameters, ['ProjectionExpression'], ['AttributesToGet']);
    const projection = readProjection(parameters);
    const seen = new Set<string>();
    const keys = parameters.Keys.map((each) => {
      const key = normaliseItem(each ?? {});
      const identity = identityOf(key);
      if (seen.has(identity)) throw batchKeysDuplicated();
      seen.add(identity);
      count += 1;
      if (count > getsMax) throw batchGetTooMany();
      return key;
    });
    return { tableName, keys, parameters, ...projection };
  });
}

/** What BatchWriteItem asks: one of the two. */
export interface BatchWrite {
  readonly tableName: string;
  readonly put?: PutRequest;
  readonly delete?: KeyRequest;
}

/** Throws ValidationException in DynamoDB's order. */
export function readBatchWrite({ RequestItems }: BatchWriteItemInput): readonly BatchWrite[] {
  const writes: BatchWrite[] = [];
  assertLengths(RequestItems);
  assertTableNames(RequestItems, () => shownWrites(RequestItems));
  for (const [tableName, requests] of Object.entries(RequestItems)) {
    for (const request of requests) writes.push(inOlderWords(() => readWrite(tableName, request)));
  }
  if (writes.length > writesMax) throw batchWriteTooMany();
  return writes;
}

function assertLengths(items: BatchWriteItemInput['RequestItems']): void {
  const lists = Object.entries(items);
  if (lists.length === 0) throw batchWriteNothing();
  if (lists.every(([, requests]) => requests.length > 0 && requests.length <= writesMax)) return;
  throw batchWriteLength(shownWrites(items), writesMax);
}

const shownWrites = (items: BatchWriteItemInput['RequestItems']): string =>
  `{${Object.entries(items)
    .map(([tableName, requests]) => `${tableName}=${JSON.stringify(requests)}`)
    .join(', ')}}`;

/** Names are told as keys of the map; ARNs, which may stand in their place, as everywhere. */
function assertTableNames(items: Readonly<Record<string, unknown>>, shown: () => string): void {
  for (const name of Object.keys(items)) {
    if (name.startsWith('arn:')) assertTableName(name);
    else if (!isTableName(name)) throw batchTableNameInvalid(shown());
  }
}

function readWrite(tableName: string, request: WriteRequest | null): BatchWrite {
  const { PutRequest, DeleteRequest } = request ?? {};
  if (PutRequest != null && DeleteRequest != null) throw writeRequestEmpty();
  if (PutRequest != null) return { tableName, put: readPut({ Item: PutRequest.Item }) };
  if (DeleteRequest != null) return { tableName, delete: readDelete({ Key: DeleteRequest.Key }) };
  throw writeRequestEmpty();
}

/** The same for keys that are the same, whatever the order of their attributes. */
function identityOf(key: Item): string {
  const names = Object.keys(key);
  return JSON.stringify(names.sort().map((name) => [name, key[name]]));
}
