import type { Context } from '../../../service-kit/contract.ts';
import {
  allAttributesUnsupported,
  attributesNotProjected,
  indexBackfilling,
  indexReadConsistently,
  indexUnknown,
} from '../errors/query-errors.ts';
import { isTrue } from '../expressions/evaluate.ts';
import { type Projection, project, projectionOf } from '../expressions/project.ts';
import { dynamoRuntimeOf } from '../runtime.ts';
import type { DynamoState, IndexDefinition, Table } from '../state.ts';
import type { ReadParameters } from '../validation/inputs.ts';
import type { PageRequest } from '../validation/read-requests.ts';
import { type ByteString, type Item, pick, type StoredItem } from '../values/attribute-value.ts';
import { type ConsumedCapacity, entryBytes, readUnits, Usage } from './capacity.ts';
import { type Bounds, keyNames, projectedNames, rangeOf } from './keys.ts';

/** Where a page is read and what of each item is seen. */
export interface PageSource {
  readonly table: Table;
  readonly index: IndexDefinition | undefined;
  /** What the index holds of an item; undefined for all. */
  readonly visible: Projection | undefined;
  /** A local index is read, but the whole item is wanted: it is fetched from the table, at the table's cost. */
  readonly fetches: boolean;
}

/** The index that is named. Throws ValidationException where it cannot be read so. */
export function indexOf(table: Table, { IndexName, ConsistentRead }: ReadParameters): IndexDefinition | undefined {
  if (IndexName === undefined) return undefined;
  const index = table.indexes.find(({ name }) => name === IndexName);
  if (!index || index.status === 'DELETING') throw indexUnknown(IndexName);
  if (index.kind === 'global' && ConsistentRead) throw indexReadConsistently();
  if (index.status === 'CREATING') throw indexBackfilling(IndexName);
  return index;
}

/** Decides what of an item a page shows: an index has but its projection, a local one can fetch the rest. */
export function sourceOf(
  table: Table,
  index: IndexDefinition | undefined,
  input: ReadParameters,
  request: PageRequest,
): PageSource {
  const names = index && projectedNames(table, index);
  if (!index || !names) return { table, index, visible: undefined, fetches: false };
  const visible = projectionOf(names);
  if (index.kind === 'global') {
    if (input.Select === 'ALL_ATTRIBUTES') throw allAttributesUnsupported(index.name);
    const beyond = headsOf(request.projection).filter((name) => !names.has(name));
    if (beyond.length > 0) throw attributesNotProjected(index.name, beyond);
    return { table, index, visible, fetches: false };
  }
  const wanted = [...headsOf(request.projection), ...request.filterHeads];
  const fetches = input.Select === 'ALL_ATTRIBUTES' || wanted.some((name) => !names.has(name));
  return { table, index, visible: fetches ? undefined : visible, fetches };
}

/** Names of whole attributes that a projection touches. */
const headsOf = (projection: Projection | undefined): string[] =>
  projection ? ([...projection.children.keys()] as string[]) : [];

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.Pagination.html */
const pageBytesMax = 1024 * 1024;

/** What Query and Scan answer. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Query.html */
export interface PageOutput {
  readonly Items?: readonly Item[];
  readonly Count: number;
  readonly ScannedCount: number;
  readonly LastEvaluatedKey?: Item;
  readonly ConsumedCapacity?: ConsumedCapacity;
}

/** A page to be read: where, from which key on, in which direction. */
export interface PagePlan extends PageSource {
  readonly bounds: Bounds;
  /** Behind this key the page begins. */
  readonly after: ByteString | undefined;
  readonly reverse: boolean;
  readonly input: ReadParameters;
  readonly request: PageRequest;
}

/**
 * Reads until the limit, 1 MB or the end. Filters apply to what was read already, so a page may be empty and still
 * have a next one.
 */
export function readPage(state: DynamoState, plan: PagePlan, context: Pick<Context, 'runtime'>): PageOutput {
  const { table, index, bounds, after, reverse, input, request } = plan;
  const entries = index ? state.index(table, index) : state.items(table);
  const items: Item[] = [];
  const read: StoredItem[] = [];
  let count = 0;
  let bytes = 0;
  let last: StoredItem | undefined;
  for (const stored of entries.values(rangeOf(bounds, after, reverse))) {
    read.push(stored);
    bytes += index ? entryBytes(table, index, stored) : stored.bytes;
    const seen = plan.visible ? project(stored.attributes, plan.visible) : stored.attributes;
    if (!request.filter || isTrue(request.filter, seen)) {
      count += 1;
      if (input.Select !== 'COUNT') items.push(request.projection ? project(seen, request.projection) : seen);
    }
    if (read.length === input.Limit || bytes >= pageBytesMax) {
      last = stored;
      break;
    }
  }
  dynamoRuntimeOf(context)?.limits?.spendRead(table, readUnits(bytes, input.ConsistentRead === true), index);
  return {
    ...(input.Select !== 'COUNT' && { Items: items }),
    Count: count,
    ScannedCount: read.length,
    ...(last && { LastEvaluatedKey: pick(last.attributes, keyNames(table, index)) }),
    ...consumed(plan, bytes, read),
  };
}

function consumed(
  { table, index, fetches, input }: PagePlan,
  bytes: number,
  read: readonly StoredItem[],
): { readonly ConsumedCapacity?: ConsumedCapacity } {
  const mode = input.ReturnConsumedCapacity ?? 'NONE';
  if (mode === 'NONE') return {};
  const consistent = input.ConsistentRead === true;
  const usage = new Usage(table);
  if (index) usage.addIndex(index.name, readUnits(bytes, consistent));
  else usage.addTable(readUnits(bytes, consistent));
  if (fetches) for (const item of read) usage.addTable(readUnits(item.bytes, consistent));
  return { ConsumedCapacity: usage.describe(input.TableName, mode) };
}
