import { createHash } from 'node:crypto';
import type { Context } from '../../../service-kit/contract.ts';
import { type ConsumedCapacity, entryBytes, readUnits, Usage } from '../engine/capacity.ts';
import { hashElements, keyNames, projectedNames, rangeElements, rangeOf } from '../engine/keys.ts';
import { indexOf } from '../engine/read-page.ts';
import {
  filterNotProjected,
  indexOfManyAttributes,
  indexReadConsistentlyHere,
  indexUnknownHere,
  nextTokenInvalid,
} from '../errors/partiql-errors.ts';
import { attributesNotProjected } from '../errors/query-errors.ts';
import { isTrue } from '../expressions/evaluate.ts';
import { type DocumentPath, valueAt } from '../expressions/paths.ts';
import { type Projection, project, projectionOf } from '../expressions/project.ts';
import { dynamoRuntimeOf } from '../runtime.ts';
import type { DynamoState, IndexDefinition, Table } from '../state.ts';
import type { CapacityMode } from '../validation/inputs.ts';
import { type AttributeValue, type Item, pick, type StoredItem, setOwn } from '../values/attribute-value.ts';
import { conditionHeads } from './condition-heads.ts';
import { planSelect, type SelectPlan } from './plan-select.ts';
import type { Select } from './statement.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ExecuteStatement.html */
const pageBytesMax = 2 ** 20;

export interface SelectOptions {
  readonly Limit?: number;
  readonly ConsistentRead?: boolean;
  readonly NextToken?: string;
  readonly ReturnConsumedCapacity?: CapacityMode;
}

export interface SelectOutput {
  readonly Items: readonly Item[];
  readonly NextToken?: string;
  readonly LastEvaluatedKey?: Item;
  readonly ConsumedCapacity?: ConsumedCapacity;
}

/** Where the next page begins: behind this entry of this range, of this very statement. */
interface Place {
  readonly range: number;
  readonly after: string;
  readonly statement: string;
}

/** Reads a page: until the limit of items that were looked at, 1 MB, or the end. Throws ValidationException. */
export function runSelect(
  state: DynamoState,
  table: Table,
  select: Select,
  options: SelectOptions,
  context: Pick<Context, 'runtime'> = { runtime: undefined },
): SelectOutput {
  const { indexName: IndexName, tableName: TableName } = select.source;
  const { ConsistentRead = false, Limit, NextToken } = options;
  const index = IndexName === undefined ? undefined : readableIndex(table, IndexName, ConsistentRead);
  const plan = planSelect(index?.keys ?? table.keys, select);
  const fingerprint = fingerprintOf(select);
  const place = NextToken === undefined ? undefined : readToken(NextToken, fingerprint);
  const page = new Page(table, index, select);
  const last = readOn(state, { plan, place, page, limit: Limit });
  dynamoRuntimeOf(context)?.limits?.spendRead(table, readUnits(page.bytes, ConsistentRead), index);
  return {
    Items: page.items,
    ...(last && {
      NextToken: tokenOf({ range: last.range, after: last.after, statement: fingerprint }),
      LastEvaluatedKey: pick(last.stored.attributes, keyNames(table, index)),
    }),
    ...page.consumed(TableName, ConsistentRead, options.ReturnConsumedCapacity),
  };
}

/** As Query's index, with refusals of its own words. */
export function readableIndex(table: Table, name: string, isConsistent: boolean): IndexDefinition | undefined {
  const index = table.indexes.find((each) => each.name === name);
  if (!index) throw indexUnknownHere();
  if (hashElements(index.keys).length > 1 || rangeElements(index.keys).length > 1) throw indexOfManyAttributes();
  if (index.kind === 'global' && isConsistent) throw indexReadConsistentlyHere();
  return indexOf(table, { TableName: table.name, IndexName: name });
}

interface Reading {
  readonly plan: SelectPlan;
  readonly place: Place | undefined;
  readonly page: Page;
  readonly limit: number | undefined;
}

/** The entry at which the page ended; undefined when there is nothing behind it. */
function readOn(state: DynamoState, { plan, place, page, limit }: Reading) {
  const entries = page.index ? state.index(page.table, page.index) : state.items(page.table);
  for (let range = place?.range ?? 0; range < plan.ranges.length; range += 1) {
    const bounds = plan.ranges[range];
    if (!bounds) throw nextTokenInvalid();
    const after = range === place?.range ? place.after : undefined;
    for (const [key, stored] of entries.entries(rangeOf(bounds, after, plan.reverse))) {
      page.add(stored);
      if (page.read.length === limit || page.bytes >= pageBytesMax) return { range, after: key, stored };
    }
  }
  return undefined;
}

/** What was read, and what of it is shown. */
class Page {
  readonly table: Table;
  readonly index: IndexDefinition | undefined;
  readonly items: Item[] = [];
  readonly read: StoredItem[] = [];
  bytes = 0;
  readonly #select: Select;
  /** What is seen of an item: a global index shows nothing but its projection; a local one fetches what is asked for by name. */
  readonly #visible: Projection | undefined;

  constructor(table: Table, index: IndexDefinition | undefined, select: Select) {
    this.table = table;
    this.index = index;
    this.#select = select;
    const names = index && projectedNames(table, index);
    this.#visible = names && (index.kind === 'global' || !select.paths) ? projectionOf(names) : undefined;
    if (!index || !names) return;
    const unseen = [...conditionHeads(select.where)].filter((head) => !names.has(head));
    if (unseen.length > 0) throw filterNotProjected(index.name, unseen);
    if (index.kind !== 'global') return;
    const beyond = (select.paths ?? []).map(([head]) => String(head)).filter((head) => !names.has(head));
    if (beyond.length > 0) throw attributesNotProjected(index.name, beyond);
  }

  add(stored: StoredItem): void {
    this.read.push(stored);
    this.bytes += this.index ? entryBytes(this.table, this.index, stored) : stored.bytes;
    const seen = this.#visible ? project(stored.attributes, this.#visible) : stored.attributes;
    if (this.#select.where && !isTrue(this.#select.where, seen)) return;
    this.items.push(this.#select.paths ? shown(seen, this.#select.paths) : seen);
  }

  consumed(
    tableName: string,
    isConsistent: boolean,
    mode: CapacityMode | undefined,
  ): { readonly ConsumedCapacity?: ConsumedCapacity } {
    if (mode === undefined || mode === 'NONE') return {};
    const usage = new Usage(this.table);
    const units = readUnits(this.bytes, isConsistent);
    if (this.index) usage.addIndex(this.index.name, units);
    else usage.addTable(units);
    return { ConsumedCapacity: usage.describe(tableName, mode) };
  }
}

/** A selected path is shown under its last name; an element of a list, which has none, under its place in the SELECT. */
export function shown(item: Item, paths: readonly DocumentPath[]): Item {
  const row: Record<string, AttributeValue> = {};
  for (const [position, path] of paths.entries()) {
    const value = valueAt(item, path);
    const last = path.at(-1);
    if (value) setOwn(row, typeof last === 'string' ? last : `_${position + 1}`, value);
  }
  return row;
}

const fingerprintOf = (select: Select): string =>
  createHash('sha256').update(JSON.stringify(select)).digest('base64url').slice(0, 16);

const tokenOf = (place: Place): string =>
  Buffer.from(
    JSON.stringify([place.statement, place.range, Buffer.from(place.after, 'latin1').toString('base64')]),
  ).toString('base64');

function readToken(token: string, fingerprint: string): Place {
  try {
    const [statement, range, after] = JSON.parse(Buffer.from(token, 'base64').toString('utf8')) as [
      string,
      number,
      string,
    ];
    if (statement === fingerprint && Number.isInteger(range) && typeof after === 'string') {
      return { statement, range, after: Buffer.from(after, 'base64').toString('latin1') };
    }
  } catch {
    // Whatever it is, it is no token of ours.
  }
  throw nextTokenInvalid();
}
