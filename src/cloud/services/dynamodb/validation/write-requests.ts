import { itemTooLarge, returnValuesNotAllowed } from '../errors/item-errors.ts';
import type { BoundUpdate } from '../expressions/bind-update.ts';
import type { BoundCondition } from '../expressions/bound.ts';
import type { Item } from '../values/attribute-value.ts';
import { itemBytesMax } from '../values/size.ts';
import { type StoredItem, storedItem } from '../values/stored-item.ts';
import { normaliseItem } from './attribute-values.ts';
import { type Expressions, readExpressions } from './expressions.ts';
import type { ConditionParameters, DeleteItemInput, PutItemInput, UpdateItemInput } from './inputs.ts';
import { conditionOfExpected, updateOfAttributes } from './legacy-writes.ts';
import { assertParametersFit } from './placeholder-parameters.ts';

/*
 * What the writing operations ask for, once everything is checked that can be without the table. All throw
 * ValidationException, in DynamoDB's order of evaluation.
 */

/** What every write may be bound to. */
export interface WriteCondition {
  readonly condition: BoundCondition | undefined;
  readonly nestedHeads: ReadonlySet<string>;
  readonly returnOldOnFailure: boolean;
}

/** The item as it will be stored, measured already. */
export interface PutRequest extends WriteCondition {
  readonly item: StoredItem;
}

/** DeleteItem and ConditionCheck. */
export interface KeyRequest extends WriteCondition {
  readonly key: Item;
}

/** Without an update, UpdateItem makes sure that the item is there. */
export interface UpdateRequest extends KeyRequest {
  readonly update: BoundUpdate | undefined;
}

type FailureParameter = Pick<PutItemInput, 'ReturnValuesOnConditionCheckFailure'>;

/** PutItem, and the puts of batches and transactions. */
export function readPut(input: Omit<PutItemInput, 'TableName'>): PutRequest {
  assertParametersFit(input, ['ConditionExpression'], ['Expected', 'ConditionalOperator']);
  const attributes = normaliseItem(input.Item);
  assertReturnsOld(input);
  const item = storedItem(attributes);
  if (item.bytes > itemBytesMax) throw itemTooLarge();
  return { item, ...readCondition(input) };
}

/** DeleteItem and its kin. */
export function readDelete(input: Omit<DeleteItemInput, 'TableName'>): KeyRequest {
  assertParametersFit(input, ['ConditionExpression'], ['Expected', 'ConditionalOperator']);
  const key = normaliseItem(input.Key);
  assertReturnsOld(input);
  return { key, ...readCondition(input) };
}

/** UpdateItem, by expression or by `AttributeUpdates`. */
export function readUpdate(input: Omit<UpdateItemInput, 'TableName'>): UpdateRequest {
  const legacy = ['AttributeUpdates', 'Expected', 'ConditionalOperator'];
  assertParametersFit(input, ['UpdateExpression', 'ConditionExpression'], legacy);
  const key = normaliseItem(input.Key);
  const legacyUpdate = updateOfAttributes(input.AttributeUpdates);
  const legacyCondition = conditionOfExpected(input.Expected, input.ConditionalOperator);
  const expressions = readExpressions(input);
  return {
    key,
    update: expressions.update ?? legacyUpdate,
    ...conditionOf(expressions, legacyCondition, input),
  };
}

function readCondition(input: ConditionParameters & FailureParameter): WriteCondition {
  const legacyCondition = conditionOfExpected(input.Expected, input.ConditionalOperator);
  return conditionOf(readExpressions(input), legacyCondition, input);
}

const conditionOf = (
  { condition, nestedHeads }: Expressions,
  legacy: BoundCondition | undefined,
  { ReturnValuesOnConditionCheckFailure }: FailureParameter,
): WriteCondition => ({
  condition: condition ?? legacy,
  nestedHeads,
  returnOldOnFailure: ReturnValuesOnConditionCheckFailure === 'ALL_OLD',
});

function assertReturnsOld({ ReturnValues }: Pick<PutItemInput, 'ReturnValues'>): void {
  if (ReturnValues !== undefined && ReturnValues !== 'ALL_OLD' && ReturnValues !== 'NONE') {
    throw returnValuesNotAllowed();
  }
}
