import { actionOperandType, documentPathRequired, operandCount, operandType } from '../errors/expression-errors.ts';
import { type AttributeValue, isSetType, typeOf, type ValueType } from '../values/attribute-value.ts';
import type { FunctionCall, Operand, Parsed, UpdateAction } from './ast.ts';
import type { BoundAction, BoundExpression } from './bound.ts';
import { type DocumentPath, PathTree, type Placeholders, resolvePath, resolveValue } from './paths.ts';

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
