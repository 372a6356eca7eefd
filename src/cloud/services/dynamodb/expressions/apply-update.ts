import { actionOperandType, documentPathRequired, operandCount, operandType } from '../errors/expression-errors.ts';
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
  isSetType,
  own,
  type SetType,
  setOwn,
  sortedElements,
  typeOf,
  type ValueType,
} from '../values/attribute-value.ts';
import { calculate, formatDecimal, problemOf } from '../values/number.ts';
import type { FunctionCall, Operand, Parsed, UpdateAction } from './ast.ts';
import type { BoundAction, BoundExpression } from './bound.ts';
import {
  type DocumentPath,
  type PathNode,
  PathTree,
  type Placeholders,
  resolvePath,
  resolveValue,
  valueAt,
} from './paths.ts';

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

/** An update that can be applied: its actions by path, none of which touches another. */
export interface BoundUpdate {
  readonly tree: PathTree<BoundAction>['root'];
  readonly actions: readonly { readonly path: DocumentPath; readonly action: BoundAction }[];
}

/**
 * Resolves placeholders and checks operands, in AWS's order: undefined names, undefined values, paths that meet, then
 * operands of ADD and DELETE, then those of functions. Throws an `ExpressionProblem`.
 */
export function bindUpdate(parsed: Parsed<readonly UpdateAction[]>, placeholders: Placeholders): BoundUpdate {
  for (const name of parsed.names) resolvePath({ kind: 'path', steps: [name] }, placeholders);
  for (const name of parsed.values) resolveValue({ kind: 'value', name }, placeholders);
  const paths = parsed.ast.map(({ path }) => resolvePath(path, placeholders));
  // Twice the same tree: all paths are held against one another before any operand is looked at.
  const disjoint = new PathTree<true>();
  for (const path of paths) disjoint.add(path, true);
  for (const action of parsed.ast) assertActionOperand(action, placeholders);

  const tree = new PathTree<BoundAction>();
  const actions = parsed.ast.map((action, index) => {
    const path = paths[index] as DocumentPath;
    const bound = bindAction(action, placeholders);
    tree.add(path, bound);
    return { path, action: bound };
  });
  return { tree: tree.root, actions };
}

function bindAction(action: UpdateAction, placeholders: Placeholders): BoundAction {
  switch (action.kind) {
    case 'SET':
      return { kind: 'SET', expression: bindExpression(action.operand, placeholders) };
    case 'REMOVE':
      return action;
    default:
      return { kind: action.kind, value: resolveValue(action.value, placeholders) };
  }
}

/** How AWS names types in this one message. */
const longTypeNames: Readonly<Record<ValueType, string>> = {
  S: 'STRING',
  N: 'NUMBER',
  B: 'BINARY',
  BOOL: 'BOOLEAN',
  NULL: 'NULL',
  M: 'MAP',
  L: 'LIST',
  SS: 'STRING_SET',
  NS: 'NUMBER_SET',
  BS: 'BINARY_SET',
};

function assertActionOperand(action: UpdateAction, placeholders: Placeholders): void {
  if (action.kind !== 'ADD' && action.kind !== 'DELETE') return;
  const type = typeOf(resolveValue(action.value, placeholders));
  if (isSetType(type) || (type === 'N' && action.kind === 'ADD')) return;
  throw actionOperandType(action.kind, longTypeNames[type]);
}

function bindExpression(operand: Operand, placeholders: Placeholders): BoundExpression {
  switch (operand.kind) {
    case 'path':
      return { kind: 'path', path: resolvePath(operand, placeholders) };
    case 'value':
      return { kind: 'literal', value: resolveValue(operand, placeholders) };
    case 'arithmetic': {
      const left = bindExpression(operand.left, placeholders);
      const right = bindExpression(operand.right, placeholders);
      assertLiteralType(operand.operator, left, 'N');
      assertLiteralType(operand.operator, right, 'N');
      return { kind: 'arithmetic', operator: operand.operator, left, right };
    }
    case 'function':
      return bindFunction(operand, placeholders);
  }
}

/** `if_not_exists(path, value)` and `list_append(list, list)`; the parser let no other through. */
function bindFunction({ name, args }: FunctionCall, placeholders: Placeholders): BoundExpression {
  if (args.length !== 2) throw operandCount(name, args.length);
  const [left, right] = args.map((arg) => bindExpression(arg, placeholders)) as [BoundExpression, BoundExpression];
  if (name === 'if_not_exists') {
    if (left.kind !== 'path') throw documentPathRequired(name);
    return { kind: 'if_not_exists', path: left.path, fallback: right };
  }
  assertLiteralType(name, left, 'L');
  assertLiteralType(name, right, 'L');
  return { kind: 'list_append', left, right };
}

/** What the item decides is checked when the update is applied. */
function assertLiteralType(operator: string, operand: BoundExpression, expected: ValueType): void {
  const type = staticTypeOf(operand);
  if (type !== undefined && type !== expected) throw operandType(operator, type);
}

/** The type that an expression has whatever the item holds. */
export function staticTypeOf(expression: BoundExpression): ValueType | undefined {
  if (expression.kind === 'literal') return typeOf(expression.value satisfies AttributeValue);
  if (expression.kind === 'list_append') return 'L';
  return expression.kind === 'arithmetic' ? 'N' : undefined;
}
