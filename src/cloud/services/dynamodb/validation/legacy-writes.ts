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
import type { BoundUpdate } from '../expressions/bind-update.ts';
import type { BoundAction, BoundCondition } from '../expressions/bound.ts';
import { PathTree } from '../expressions/path-tree.ts';
import { type AttributeValue, isSetType, typeOf } from '../values/attribute-value.ts';
import { normaliseValue } from './attribute-values.ts';
import type { AttributeUpdate, ExpectedValue } from './inputs.ts';
import { assertArguments, joined, translate } from './legacy-conditions.ts';

/** `Expected` and `ConditionalOperator` as a condition; undefined where there is nothing. */
export function conditionOfExpected(
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
export function updateOfAttributes(
  updates: Readonly<Record<string, AttributeUpdate>> | undefined,
): BoundUpdate | undefined {
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
  if (action === 'DELETE') return { kind: 'DELETE', value: assertSet(value) };
  if (action === 'PUT') return { kind: 'SET', expression: { kind: 'literal', value } };
  const type = typeOf(value);
  if (type !== 'N' && type !== 'L' && !isSetType(type)) throw updateAddType(type);
  return { kind: 'ADD', value };
}

function assertSet(value: AttributeValue): AttributeValue {
  const type = typeOf(value);
  if (!isSetType(type)) throw updateDeleteType(type);
  return value;
}
