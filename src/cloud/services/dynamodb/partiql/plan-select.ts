import { type Bounds, hashElements, queryBounds, rangeElements, segmentBounds } from '../engine/keys.ts';
import { orderByNoKey, orderWithoutHash, orderWithoutWhere } from '../errors/partiql-errors.ts';
import { keyConditionType } from '../errors/query-errors.ts';
import type { BoundCondition } from '../expressions/bound.ts';
import type { KeyElement } from '../state.ts';
import { assertKeyContent } from '../validation/attribute-values.ts';
import type { KeyPredicate } from '../validation/conditions.ts';
import { type AttributeValue, compareScalars } from '../values/attribute-value.ts';
import { conjunctsOf, demandOf, type KeyDemand } from './key-lookup.ts';
import type { OrderTerm, Select } from './statement.ts';

/** Where a SELECT reads: these ranges, one after the other, each in this direction. */
export interface SelectPlan {
  readonly ranges: readonly Bounds[];
  readonly reverse: boolean;
  /** False where the whole table or index is scanned. */
  readonly isQuery: boolean;
}

/** By key where the WHERE gives the partition key by equality or IN; else everything is read. Throws ValidationException. */
export function planSelect(keys: readonly KeyElement[], { where, order }: Pick<Select, 'where' | 'order'>): SelectPlan {
  const demands = demandsOn(keys, where);
  const partitions = partitionsOf(keys, demands);
  assertOrder(keys, order, where, partitions !== undefined);
  const reverse = order.at(-1)?.isDescending ?? false;
  if (!partitions) return { ranges: [segmentBounds(0, 1)], reverse: false, isQuery: false };
  const { equal, last } = sortDemands(keys, demands);
  const ranges = inOrder(keys, partitions, order).map((hash) => queryBounds({ hash, equal, last }));
  return { ranges, reverse, isQuery: true };
}

/** What is demanded of key attributes, by name; values of the wrong type are refused. */
function demandsOn(keys: readonly KeyElement[], where: BoundCondition | undefined): ReadonlyMap<string, KeyDemand> {
  const demands = new Map<string, KeyDemand>();
  for (const condition of conjunctsOf(where)) {
    const found = demandOf(condition);
    const element = keys.find(({ name }) => name === found?.name);
    if (!found || !element || demands.has(found.name)) continue;
    for (const value of valuesOf(found)) {
      if (value[element.type] === undefined) throw keyConditionType();
      assertKeyContent(element, value);
    }
    demands.set(found.name, found);
  }
  return demands;
}

function valuesOf({ predicate }: KeyDemand): readonly AttributeValue[] {
  if (predicate.operator === 'in') return predicate.values;
  return predicate.operator === 'between' ? [predicate.lower, predicate.upper] : [predicate.value];
}

/** The values of the partition key that are asked for, each combination once; undefined when it is not given. */
function partitionsOf(
  keys: readonly KeyElement[],
  demands: ReadonlyMap<string, KeyDemand>,
): readonly (readonly AttributeValue[])[] | undefined {
  let partitions: (readonly AttributeValue[])[] = [[]];
  for (const { name } of hashElements(keys)) {
    const predicate = demands.get(name)?.predicate;
    if (predicate?.operator !== '=' && predicate?.operator !== 'in') return undefined;
    const values = predicate.operator === 'in' ? distinct(predicate.values) : [predicate.value];
    partitions = partitions.flatMap((partition) => values.map((value) => [...partition, value]));
  }
  return partitions;
}

const distinct = (values: readonly AttributeValue[]): AttributeValue[] => [
  ...new Map(values.map((value) => [JSON.stringify(value), value])).values(),
];

/** Sort key attributes from the first one on, all but the last by equality; what is left is filtered. */
function sortDemands(keys: readonly KeyElement[], demands: ReadonlyMap<string, KeyDemand>) {
  const equal: AttributeValue[] = [];
  let last: KeyPredicate | undefined;
  for (const { name } of rangeElements(keys)) {
    if (last && last.operator !== '=') break;
    const predicate = demands.get(name)?.predicate;
    if (!predicate || predicate.operator === 'in') break;
    if (last?.operator === '=') equal.push(last.value);
    last = predicate;
  }
  return { equal, last };
}

function assertOrder(
  keys: readonly KeyElement[],
  order: readonly OrderTerm[],
  where: BoundCondition | undefined,
  hasPartition: boolean,
): void {
  if (order.length === 0) return;
  if (!where) throw orderWithoutWhere();
  if (!hasPartition) throw orderWithoutHash();
  const stranger = order.find(({ name }) => !keys.some((key) => key.name === name));
  if (stranger) throw orderByNoKey(stranger.name);
}

/** Several partitions come in the order of their values where ORDER BY names the partition key, else as they were asked for. */
function inOrder(
  keys: readonly KeyElement[],
  partitions: readonly (readonly AttributeValue[])[],
  order: readonly OrderTerm[],
): readonly (readonly AttributeValue[])[] {
  const [hash] = hashElements(keys);
  const term = order.find(({ name }) => name === hash?.name);
  if (!term) return partitions;
  const sorted = [...partitions].sort(([a], [b]) => (a && b ? (compareScalars(a, b) ?? 0) : 0));
  return term.isDescending ? sorted.reverse() : sorted;
}
