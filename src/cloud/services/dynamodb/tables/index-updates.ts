import type {
  AttributeDefinition,
  CreateGlobalSecondaryIndexAction,
  GlobalSecondaryIndexUpdate,
  UpdateGlobalSecondaryIndexAction,
} from '@aws-sdk/client-dynamodb';
import { invariant } from '../../../kernel/errors.ts';
import * as capacityErrors from '../errors/capacity-errors.ts';
import * as errors from '../errors/table-errors.ts';
import type { Capacity, IndexDefinition, KeyElement, Table } from '../state.ts';
import { type CapacityTarget, withOnDemand, withUnits, withWarm } from './capacity.ts';
import { assertIndexesTogether, globalIndexesMax, newGlobalIndex } from './indexes.ts';
import { attributesOf } from './key-schema.ts';

/** The table with its indexes changed, and what must be filled or forgotten for it. */
export interface IndexChanges {
  readonly table: Table;
  readonly created: readonly IndexDefinition[];
  readonly deleted: readonly IndexDefinition[];
  readonly updated: readonly string[];
}

/** Works out GlobalSecondaryIndexUpdates: all of it or nothing. */
export function planIndexUpdates(
  table: Table,
  updates: readonly GlobalSecondaryIndexUpdate[],
  definitions: readonly AttributeDefinition[] | undefined,
  target: CapacityTarget,
  nowMs: number,
): IndexChanges {
  for (const update of updates) assertKnown(table, update);
  if (updates.filter(({ Create, Delete }) => Create || Delete).length > 1) throw errors.oneIndexAtATime();
  let indexes = table.indexes;
  let attributes = table.attributes;
  const created: IndexDefinition[] = [];
  for (const { Create, Update, Delete } of updates) {
    if (Delete) indexes = indexes.filter((index) => index.name !== Delete.IndexName);
    if (Update) indexes = replaceCapacity(indexes, Update, target, nowMs);
    if (Create) {
      if (!definitions) throw errors.indexAttributesMissing(Create.IndexName ?? '');
      assertSameTypes(table, Create, definitions);
      attributes = mergeAttributes(attributes, definitions);
      const index = newGlobalIndex(Create, attributes, target);
      created.push(index);
      indexes = [...indexes, index];
    }
  }
  if (indexes.filter((index) => index.kind === 'global').length > globalIndexesMax) {
    throw errors.indexLimitReached(globalIndexesMax);
  }
  assertIndexesTogether(indexes);
  return {
    table: { ...table, indexes, attributes: usedAttributes(attributes, table, indexes) },
    created,
    deleted: table.indexes.filter((index) => !indexes.some((kept) => kept.name === index.name)),
    updated: updates.flatMap(({ Update }) => Update?.IndexName ?? []),
  };
}

function assertKnown(table: Table, { Create, Update, Delete }: GlobalSecondaryIndexUpdate): void {
  const name = (Create ?? Update ?? Delete)?.IndexName ?? '';
  const index = table.indexes.find((candidate) => candidate.name === name);
  if (Create) {
    if (index) throw errors.indexExists();
    return;
  }
  if (!index) throw errors.indexNotFound(name, table.name);
  if (index.kind === 'local') throw errors.indexNotGlobal(Update ? 'update' : 'delete', name);
}

function replaceCapacity(
  indexes: readonly IndexDefinition[],
  update: UpdateGlobalSecondaryIndexAction,
  target: CapacityTarget,
  nowMs: number,
): readonly IndexDefinition[] {
  return indexes.map((index) => {
    if (index.name !== update.IndexName) return index;
    invariant(index.capacity, `the global index ${index.name} has capacity`);
    const capacity = changedCapacity(index.capacity, update, { ...target, index: index.name }, nowMs);
    return { ...index, capacity };
  });
}

function changedCapacity(
  capacity: Capacity,
  update: UpdateGlobalSecondaryIndexAction,
  target: CapacityTarget,
  nowMs: number,
): Capacity {
  const name = target.index ?? '';
  const { ProvisionedThroughput: units, OnDemandThroughput: onDemand, WarmThroughput: warm } = update;
  const isOnDemand = target.billingMode === 'PAY_PER_REQUEST';
  if (!units && !onDemand && !warm) {
    throw isOnDemand ? capacityErrors.onlyOnDemandUpdates(name) : capacityErrors.bothIndexUnitsRequired(name);
  }
  if (units && isOnDemand) throw capacityErrors.indexUnitsOnDemand(name);
  let changed = capacity;
  if (units) changed = withUnits(changed, units, target, nowMs);
  if (onDemand) changed = withOnDemand(changed, onDemand, target);
  if (warm) changed = withWarm(changed, warm, target);
  return changed;
}

/** A key of the new index that is a key of something already has its type. */
function assertSameTypes(
  table: Table,
  { KeySchema = [] }: CreateGlobalSecondaryIndexAction,
  definitions: readonly AttributeDefinition[],
): void {
  const types = new Map(definitions.map(({ AttributeName, AttributeType }) => [AttributeName, AttributeType]));
  const isOther = ({ name, type }: KeyElement) =>
    KeySchema.some(({ AttributeName }) => AttributeName === name) && types.has(name) && types.get(name) !== type;
  const existing = [table.keys, ...table.indexes.map((index) => index.keys)].find((keys) => keys.some(isOther));
  if (!existing) return;
  const asked = KeySchema.map(({ AttributeName: name = '', KeyType: keyType = '' }) => ({
    name,
    keyType,
    type: types.get(name) ?? '',
  }));
  throw errors.attributesRedefined(existing, asked);
}

/** What is defined already stays as it is; definitions of it are taken no notice of. */
function mergeAttributes(
  attributes: Table['attributes'],
  definitions: readonly AttributeDefinition[],
): Table['attributes'] {
  const known = new Set(attributes.map((attribute) => attribute.name));
  return [...attributes, ...attributesOf(definitions).filter((attribute) => !known.has(attribute.name))];
}

/** Attributes that no key uses any more are forgotten. */
function usedAttributes(
  attributes: Table['attributes'],
  table: Table,
  indexes: readonly IndexDefinition[],
): Table['attributes'] {
  const used = new Set([...table.keys, ...indexes.flatMap((index) => index.keys)].map((key) => key.name));
  return attributes.filter((attribute) => used.has(attribute.name));
}
