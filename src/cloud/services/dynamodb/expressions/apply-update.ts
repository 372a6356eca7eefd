import {
  sumUnstorable,
  updateAttributeMissing,
  updateNestedTooDeep,
  updateOperandMistyped,
  updatePathInvalid,
  updateTypeMismatch,
} from '../errors/item-errors.ts';
import {
  type AttributeValue,
  elementsOf,
  type Item,
  own,
  type SetType,
  setOwn,
  sortedElements,
  typeOf,
} from '../values/attribute-value.ts';
import { calculate, formatDecimal, problemOf } from '../values/number.ts';
import type { BoundUpdate } from './bind-update.ts';
import type { BoundAction, BoundExpression } from './bound.ts';
import { type PathNode, valueAt } from './paths.ts';

/** Containers below an attribute; see `validation/attribute-values.ts`. */
const containersMax = 31;

/**
 * The item after the update; `item` itself is not touched. All operands are read from the item as it was before.
 * Throws DynamoDB's ValidationException where paths or operands do not fit the item.
 */
export function applyUpdate(item: Item, update: BoundUpdate): Item {
  return updateMap(item, update.tree, item, 0);
}

type Node = PathNode<BoundAction>;

/** Copies a map on the way to what changes below it. Everything else is shared with the item before. */
function updateMap(map: Item, node: Node, item: Item, depth: number): Item {
  const changed: Record<string, AttributeValue> = {};
  for (const name in map) {
    if (!node.children.has(name)) setOwn(changed, name, map[name] as AttributeValue);
    else setChanged(changed, name, updateValue(map[name], node.children.get(name) as Node, item, depth));
  }
  for (const [name, child] of node.children) {
    if (own(map, name as string) !== undefined) continue;
    setChanged(changed, name as string, updateValue(undefined, child, item, depth));
  }
  return changed;
}

function setChanged(map: Record<string, AttributeValue>, name: string, value: AttributeValue | undefined): void {
  if (value !== undefined) setOwn(map, name, value);
}

/** Elements keep their places while actions run, so that indexes mean those of before; gaps close afterwards. */
function updateList(list: readonly AttributeValue[], node: Node, item: Item, depth: number): AttributeValue[] {
  const kept: AttributeValue[] = [];
  list.forEach((element, index) => {
    const child = node.children.get(index);
    const changed = child ? updateValue(element, child, item, depth) : element;
    if (changed !== undefined) kept.push(changed);
  });
  // Whatever lies behind the end is appended, in the order of the indexes.
  const behind = [...(node.children.keys() as Iterable<number>)].filter((index) => index >= list.length);
  for (const index of behind.sort((a, b) => a - b)) {
    const added = updateValue(undefined, node.children.get(index) as Node, item, depth);
    if (added !== undefined) kept.push(added);
  }
  return kept;
}

/** Undefined for what is not there any more. */
function updateValue(
  value: AttributeValue | undefined,
  node: Node,
  item: Item,
  depth: number,
): AttributeValue | undefined {
  if (node.content) return act(node.content, value, item, depth);
  const isList = typeof node.children.keys().next().value === 'number';
  if (isList && value?.L) return { L: updateList(value.L, node, item, depth + 1) };
  if (!isList && value?.M) return { M: updateMap(value.M, node, item, depth + 1) };
  throw updatePathInvalid();
}

/** One action at the end of its path. `depth` is how many containers it is in already. */
function act(
  action: BoundAction,
  old: AttributeValue | undefined,
  item: Item,
  depth: number,
): AttributeValue | undefined {
  switch (action.kind) {
    case 'SET': {
      const value = evaluate(action.expression, item);
      if (depth > 0 && depth + containersIn(value) > containersMax) throw updateNestedTooDeep();
      return value;
    }
    case 'REMOVE':
      return undefined;
    case 'ADD':
      return add(old, action.value, action.isLegacy);
    case 'DELETE':
      return old && subtractSet(old, action.value, action.isLegacy);
  }
}

function evaluate(expression: BoundExpression, item: Item): AttributeValue {
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'path': {
      const value = valueAt(item, expression.path);
      if (value === undefined) throw updateAttributeMissing();
      return value;
    }
    case 'if_not_exists':
      return valueAt(item, expression.path) ?? evaluate(expression.fallback, item);
    case 'list_append': {
      const left = evaluate(expression.left, item);
      const right = evaluate(expression.right, item);
      if (!left.L || !right.L) throw updateOperandMistyped();
      return { L: [...left.L, ...right.L] };
    }
    case 'arithmetic': {
      const left = evaluate(expression.left, item);
      const right = evaluate(expression.right, item);
      if (left.N === undefined || right.N === undefined) throw updateOperandMistyped();
      return { N: calculated(expression.operator, left.N, right.N) };
    }
  }
}

/** ADD: a number to a number, elements to a set; where nothing is, the operand itself. */
export function add(old: AttributeValue | undefined, operand: AttributeValue, isLegacy = false): AttributeValue {
  if (!old) return operand;
  if (typeOf(old) !== typeOf(operand)) throw isLegacy ? updateTypeMismatch() : updateOperandMistyped();
  if (old.N !== undefined && operand.N !== undefined) return { N: calculated('+', old.N, operand.N) };
  // Lists grow by ADD in legacy updates alone; expressions refuse them.
  if (old.L && operand.L) return { L: [...old.L, ...operand.L] };
  const union = new Set([...(elementsOf(old) ?? []), ...(elementsOf(operand) ?? [])]);
  const type = typeOf(old) as SetType;
  return { [type]: sortedElements(type, [...union]) };
}

/** DELETE: what is left of the set, undefined when nothing is. */
export function subtractSet(
  old: AttributeValue,
  operand: AttributeValue,
  isLegacy = false,
): AttributeValue | undefined {
  if (typeOf(old) !== typeOf(operand)) throw isLegacy ? updateTypeMismatch() : updateOperandMistyped();
  const removed = new Set(elementsOf(operand));
  const kept = (elementsOf(old) ?? []).filter((element) => !removed.has(element));
  return kept.length > 0 ? { [typeOf(old)]: kept } : undefined;
}

/** Sums are exact; one that has more than 38 digits or is too large is refused, never rounded. */
function calculated(operator: '+' | '-', left: string, right: string): string {
  const result = calculate(operator, left, right);
  const problem = problemOf(result);
  if (problem) throw sumUnstorable(problem);
  return formatDecimal(result);
}

/** How many lists and maps are inside of one another; bounded by what may be stored. */
function containersIn(value: AttributeValue): number {
  const inner = value.L ?? (value.M ? Object.values(value.M) : undefined);
  if (!inner) return 0;
  let deepest = 0;
  for (const each of inner) deepest = Math.max(deepest, containersIn(each));
  return deepest + 1;
}
