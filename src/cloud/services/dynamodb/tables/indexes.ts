import type {
  GlobalSecondaryIndex,
  LocalSecondaryIndex,
  Projection as ProjectionInput,
} from '@aws-sdk/client-dynamodb';
import * as capacityErrors from '../errors/capacity-errors.ts';
import * as errors from '../errors/table-errors.ts';
import type { IndexDefinition, KeyElement, Projection, Table } from '../state.ts';
import { type CapacityTarget, newCapacity } from './capacity.ts';
import { globalKeys, simpleKeys } from './key-schema.ts';

/** AWS: quotas of a table; https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html */
export const globalIndexesMax = 20;
const localIndexesMax = 5;
/** AWS: attributes that INCLUDE projections of all of a table's indexes may name together. */
const projectedAttributesMax = 100;

/** What a local index must agree with: it shares the table's partition key. */
export interface TableKeys {
  readonly keys: readonly KeyElement[];
  readonly attributes: Table['attributes'];
}

/** The local indexes of a new table. They share its partition key, and its capacity. */
export function newLocalIndexes(
  given: readonly LocalSecondaryIndex[] | undefined,
  table: TableKeys,
): IndexDefinition[] {
  if (given === undefined) return [];
  if (given.length === 0) throw errors.indexListEmpty('LocalSecondaryIndexes');
  if (table.keys.length < 2) throw errors.localIndexNeedsRange();
  const indexes = given.map((index) => newLocalIndex(index, table));
  if (indexes.length > localIndexesMax) throw errors.tooManyLocalIndexes(localIndexesMax);
  return indexes;
}

function newLocalIndex(given: LocalSecondaryIndex, table: TableKeys): IndexDefinition {
  const name = given.IndexName ?? '';
  const keys = simpleKeys(given.KeySchema ?? [], table.attributes);
  if (keys.length < 2) throw errors.localIndexWithoutRange(name);
  const hash = keys[0]?.name ?? '';
  const tableHash = table.keys[0]?.name ?? '';
  if (hash !== tableHash) throw errors.localIndexOtherHash(name, hash, tableHash);
  return { name, kind: 'local', keys, projection: newProjection(given.Projection), status: 'ACTIVE' };
}

/** The global indexes of a new table. */
export function newGlobalIndexes(
  given: readonly GlobalSecondaryIndex[] | undefined,
  table: TableKeys,
  target: CapacityTarget,
): IndexDefinition[] {
  if (given === undefined) return [];
  if (given.length === 0) throw errors.indexListEmpty('GlobalSecondaryIndexes');
  const indexes = given.map((index) => newGlobalIndex(index, table.attributes, target));
  if (indexes.length > globalIndexesMax) throw errors.tooManyGlobalIndexes(globalIndexesMax);
  return indexes;
}

export function newGlobalIndex(
  given: GlobalSecondaryIndex,
  attributes: Table['attributes'],
  target: CapacityTarget,
): IndexDefinition {
  const name = given.IndexName ?? '';
  const keys = globalKeys(given.KeySchema ?? [], attributes);
  const projection = newProjection(given.Projection);
  assertThroughput(given, name, target);
  const capacity = newCapacity(given, { ...target, index: name });
  return { name, kind: 'global', keys, projection, status: 'ACTIVE', capacity };
}

function assertThroughput(given: GlobalSecondaryIndex, name: string, target: CapacityTarget): void {
  const isCreation = target.operation === 'CreateTable';
  if (target.billingMode === 'PAY_PER_REQUEST') {
    if (!given.ProvisionedThroughput) return;
    throw isCreation ? capacityErrors.indexThroughputOnDemand(name) : capacityErrors.indexUnitsOnDemand(name);
  }
  if (given.ProvisionedThroughput) return;
  throw isCreation ? capacityErrors.indexThroughputMissing(name) : capacityErrors.bothIndexUnitsRequired(name);
}

function newProjection(given: ProjectionInput | undefined): Projection {
  const type = given?.ProjectionType;
  const names = given?.NonKeyAttributes;
  if (type === undefined) throw errors.projectionUnknown();
  if ((type === 'INCLUDE') !== (names !== undefined)) throw errors.nonKeyAttributesMisplaced(type, names !== undefined);
  const seen = new Set<string>();
  for (const name of names ?? []) {
    if (seen.has(name)) throw errors.nonKeyAttributeDuplicated(name);
    seen.add(name);
  }
  return { ProjectionType: type, ...(names && { NonKeyAttributes: names.toSorted() }) };
}

/** What holds for all indexes of a table together. */
export function assertIndexesTogether(indexes: readonly IndexDefinition[]): void {
  const seen = new Set<string>();
  for (const { name } of indexes) {
    if (seen.has(name)) throw errors.indexNameDuplicated(name);
    seen.add(name);
  }
  const projected = indexes.flatMap((index) => index.projection.NonKeyAttributes ?? []);
  if (projected.length > projectedAttributesMax) throw errors.tooManyProjectedAttributes(projectedAttributesMax);
}
