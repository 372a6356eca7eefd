import type { Context } from '../../../service-kit/contract.ts';
import { isTrue } from '../expressions/evaluate.ts';
import { project } from '../expressions/project.ts';
import { dynamoRuntimeOf } from '../runtime.ts';
import type { DynamoState } from '../state.ts';
import type { ReadParameters } from '../validation/inputs.ts';
import type { PageRequest } from '../validation/page-requests.ts';
import { type Item, pick } from '../values/attribute-value.ts';
import type { ByteString } from '../values/bytes.ts';
import type { StoredItem } from '../values/stored-item.ts';
import { entryBytes, readUnits } from './capacity.ts';
import { type ConsumedCapacity, Usage } from './consumed-capacity.ts';
import { type Bounds, rangeOf } from './key-range.ts';
import { keyNames } from './keys.ts';
import type { PageSource } from './page-plan.ts';

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
