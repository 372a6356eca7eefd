import { AwsError } from '../../../kernel/errors.ts';
import { itemTooLarge, returnValuesNotAllowed } from '../errors/item-errors.ts';
import {
  expectedExistsAndOperator,
  expectedListAlone,
  expectedOperatorAlone,
  expectedValueAndList,
  expectedValueMissing,
  expectedValueUnwanted,
  updateAddType,
  updateDeleteType,
  updateValueMissing,
} from '../errors/legacy-errors.ts';
import { constraintsBroken } from '../errors/validation-exception.ts';
import type { BoundUpdate } from '../expressions/apply-update.ts';
import type { BoundAction, BoundCondition } from '../expressions/bound.ts';
import { assertParametersFit, PathTree } from '../expressions/paths.ts';
import {
  type AttributeValue,
  type Item,
  isSetType,
  itemBytesMax,
  type StoredItem,
  storedItem,
  typeOf,
} from '../values/attribute-value.ts';
import { normaliseItem, normaliseValue } from './attribute-values.ts';
import { assertArguments, joined, translate } from './conditions.ts';
import { type Expressions, readExpressions } from './expressions.ts';
import type {
  AttributeUpdate,
  ConditionParameters,
  DeleteItemInput,
  ExpectedValue,
  PutItemInput,
  UpdateItemInput,
} from './inputs.ts';

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

/**
 * Runs the checks of a write that need no table. Since June 2026 PutItem, UpdateItem and DeleteItem count what these
 * find as they count broken constraints: `1 validation error detected: Invalid UpdateExpression: …`. Reads, batches
 * and transactions do not. (Observed in all but two regions until October 2026.)
 */
export function counted<Request>(check: () => Request): Request {
  try {
    return check();
  } catch (error) {
    if (!(error instanceof AwsError) || error.code !== 'ValidationException') throw error;
    if (error.message === itemTooLarge().message) throw error;
    throw constraintsBroken([renewed(error.message)]);
  }
}

/** With the count, DynamoDB stopped telling which expression is missing. */
const renewed = (message: string): string =>
  message.replace(/^(ExpressionAttribute\w+ can only be specified when using expressions): .*$/s, '$1');

/** `Expected` and `ConditionalOperator` as a condition; undefined where there is nothing. */
function conditionOfExpected(
  expected: Readonly<Record<string, ExpectedValue>> | undefined,
  operator: 'AND' | 'OR' | undefined,
): BoundCondition | undefined {
  if (!expected && operator === undefined) return undefined;
  return joined(
    Object.entries(expected ?? {}).map(([name, value]) => conditionOfValue(name, value)),
    operator,
  );
}

function conditionOfValue(name: string, expected: ExpectedValue): BoundCondition {
  const { Value, AttributeValueList, ComparisonOperator, Exists } = expected;
  if (AttributeValueList != null && Value != null) throw expectedValueAndList(name);
  if (ComparisonOperator == null) return conditionOfExistence(name, expected);
  if (Exists != null) throw expectedExistsAndOperator(name);
  const isBare = ComparisonOperator === 'NULL' || ComparisonOperator === 'NOT_NULL';
  if (!isBare && AttributeValueList == null && Value == null) throw expectedOperatorAlone(ComparisonOperator, name);
  const given = AttributeValueList ?? (Value == null ? [] : [Value]);
  const values = given.map((value) => normaliseValue(value));
  assertArguments(ComparisonOperator, values);
  return translate(name, ComparisonOperator, values);
}

/** The oldest form: `Exists` alone or a value to be equal to. */
function conditionOfExistence(name: string, { Value, AttributeValueList, Exists }: ExpectedValue): BoundCondition {
  if (AttributeValueList != null) throw expectedListAlone(name);
  if (Exists === false) {
    if (Value != null) throw expectedValueUnwanted(name);
    return translate(name, 'NULL', []);
  }
  if (Value == null) throw expectedValueMissing(Exists ?? undefined, name);
  return translate(name, 'EQ', [normaliseValue(Value)]);
}

/** `AttributeUpdates` as an update: whole attributes only. */
function updateOfAttributes(updates: Readonly<Record<string, AttributeUpdate>> | undefined): BoundUpdate | undefined {
  if (!updates) return undefined;
  const tree = new PathTree<BoundAction>();
  const actions = Object.entries(updates).map(([name, update]) => {
    const action = actionOf(update);
    tree.add([name], action);
    return { path: [name], action };
  });
  return { tree: tree.root, actions };
}

function actionOf({ Action, Value }: AttributeUpdate): BoundAction {
  const action = Action ?? 'PUT';
  const value = Value == null ? undefined : normaliseValue(Value);
  if (!value) {
    if (action !== 'DELETE') throw updateValueMissing();
    return { kind: 'REMOVE' };
  }
  if (action === 'DELETE') return { kind: 'DELETE', value: assertSet(value), isLegacy: true };
  if (action === 'PUT') return { kind: 'SET', expression: { kind: 'literal', value } };
  const type = typeOf(value);
  if (type !== 'N' && type !== 'L' && !isSetType(type)) throw updateAddType(type);
  return { kind: 'ADD', value, isLegacy: true };
}

function assertSet(value: AttributeValue): AttributeValue {
  const type = typeOf(value);
  if (!isSetType(type)) throw updateDeleteType(type);
  return value;
}
