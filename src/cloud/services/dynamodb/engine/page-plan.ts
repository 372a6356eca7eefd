import {
  allAttributesUnsupported,
  attributesNotProjected,
  indexBackfilling,
  indexReadConsistently,
  indexUnknown,
} from '../errors/query-errors.ts';
import type { Projection } from '../expressions/project.ts';
import { projectionOf } from '../expressions/project.ts';
import type { IndexDefinition, Table } from '../state.ts';
import type { ReadParameters } from '../validation/inputs.ts';
import type { PageRequest } from '../validation/page-requests.ts';
import { projectedNames } from './index-projection.ts';

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
