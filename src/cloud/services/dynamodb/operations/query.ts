import type { Operation } from '../../../service-kit/contract.ts';
import { hashElements, type MatchedConditions, queryBounds, rangeElements } from '../engine/keys.ts';
import { indexOf, type PageOutput, type PagePlan, readPage, sourceOf } from '../engine/read-page.ts';
import { queryStartKey } from '../engine/start-key.ts';
import {
  filterOnKey,
  keyConditionGap,
  keyConditionMissed,
  keyConditionsBeyondKey,
  keyConditionsCount,
  keyConditionType,
  keyConditionUnindexable,
  keyConditionUnsupported,
} from '../errors/query-errors.ts';
import type { DynamoState, KeyElement, Table } from '../state.ts';
import { activeTable } from '../tables/find-table.ts';
import { assertKeyContent, assertScalarKeys } from '../validation/attribute-values.ts';
import { checkItemInput } from '../validation/check-item-input.ts';
import type { KeyConditions, KeyPredicate } from '../validation/conditions.ts';
import type { QueryInput } from '../validation/inputs.ts';
import { queryShape } from '../validation/item-shapes.ts';
import { type QueryRequest, readQuery } from '../validation/read-requests.ts';

/**
 * One page of a partition, in the order of its sort keys.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Query.html
 */
export const query: Operation<QueryInput, PageOutput, DynamoState> = (state, given, context) => {
  const input = checkItemInput(given, queryShape);
  const request = readQuery(input);
  const table = activeTable(state, input.TableName, context);
  return readPage(state, planQuery(table, input, request), context);
};

/** A query against its table or index; throws ValidationException in DynamoDB's order. */
function planQuery(table: Table, input: QueryInput, request: QueryRequest): PagePlan {
  const index = indexOf(table, input);
  const keys = index?.keys ?? table.keys;
  const conditions = matchConditions(keys, request.keyConditions, input.KeyConditionExpression === undefined);
  const bounds = queryBounds(conditions);
  const after = request.startKey && queryStartKey(table, index, request.startKey, conditions);
  assertScalarKeys(table, request.nestedHeads);
  for (const { name } of keys) {
    if (request.filterHeads.has(name)) throw filterOnKey(request.filterParameter, name);
  }
  return {
    ...sourceOf(table, index, input, request),
    bounds,
    after,
    reverse: input.ScanIndexForward === false,
    input,
    request,
  };
}

/**
 * Sorts the conditions of a query by what they are on. Every attribute of the partition key must equal something;
 * of the sort key the first attributes may be named, all but the last of them with `=`.
 */
function matchConditions(keys: readonly KeyElement[], conditions: KeyConditions, isLegacy: boolean): MatchedConditions {
  if (keys.length <= 2 && (conditions.size > 2 || conditions.size === 0)) {
    throw isLegacy || conditions.size === 0
      ? keyConditionsCount()
      : keyConditionsBeyondKey(conditions.size, keys.length);
  }
  const hash = hashElements(keys).map((element) => {
    if (keys.length === 1 && conditions.size > 1) throw keyConditionUnsupported();
    const predicate = predicateOn(element, conditions);
    if (predicate?.operator !== '=') throw predicate ? keyConditionUnsupported() : keyConditionMissed(element.name);
    return predicate.value;
  });
  if (keys.length > 2) assertNoGap(rangeElements(keys), conditions);
  const ranges: KeyPredicate[] = [];
  for (const element of rangeElements(keys)) {
    const predicate = predicateOn(element, conditions);
    if (!predicate) {
      if (hash.length + ranges.length < conditions.size) throw keyConditionMissed(element.name);
      break;
    }
    ranges.push(predicate);
  }
  if (hash.length + ranges.length < conditions.size) throw keyConditionUnsupported();
  const last = ranges.pop();
  const equal = ranges.map((predicate) => {
    if (predicate.operator !== '=') throw keyConditionUnsupported();
    return predicate.value;
  });
  return { hash, equal, last };
}

/** Whatever stands ahead of the last attribute that is named must be named with `=`. */
function assertNoGap(ranges: readonly KeyElement[], conditions: KeyConditions): void {
  const last = ranges.findLastIndex(({ name }) => conditions.has(name));
  const skipped = ranges.slice(0, Math.max(last, 0)).filter(({ name }) => {
    const predicate = conditions.get(name);
    return predicate === 'unindexable' || predicate?.operator !== '=';
  });
  if (skipped.length > 0)
    throw keyConditionGap(
      skipped.map(({ name }) => name),
      ranges[last]?.name ?? '',
    );
}

/** The condition on one key attribute, with operands of its type, or undefined. */
function predicateOn(element: KeyElement, conditions: KeyConditions): KeyPredicate | undefined {
  const predicate = conditions.get(element.name);
  if (predicate === 'unindexable') throw keyConditionUnindexable();
  if (!predicate) return undefined;
  const values = predicate.operator === 'between' ? [predicate.lower, predicate.upper] : [predicate.value];
  for (const value of values) if (value[element.type] === undefined) throw keyConditionType();
  for (const value of values) assertKeyContent(element, value);
  return predicate;
}
