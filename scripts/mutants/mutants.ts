import { stripTypeScriptTypes } from 'node:module';
import { type Node, parse } from 'acorn';

/** One small mistake in a file. */
export interface Mutant {
  readonly file: string;
  readonly line: number;
  /** What kind of mistake it is. */
  readonly kind: string;
  readonly original: string;
  readonly replacement: string;
  /** The whole file with the mistake in it. */
  readonly text: string;
}

interface Edit {
  readonly kind: string;
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
}

/** A node of acorn's tree, whatever its kind: with the members that any of them has. */
interface Tree extends Node {
  readonly [member: string]: unknown;
}

/** Types become blanks, so that places in the tree are places in the file. */
function treeOf(text: string): Tree {
  const program: Node = parse(stripTypeScriptTypes(text), { ecmaVersion: 'latest', sourceType: 'module' });
  return program as Tree;
}

const isNode = (value: unknown): value is Tree =>
  typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';

const swapped: Readonly<Record<string, string>> = {
  '<': '<=',
  '<=': '<',
  '>': '>=',
  '>=': '>',
  '===': '!==',
  '!==': '===',
  '+': '-',
  '-': '+',
  '*': '/',
  '/': '*',
  '%': '*',
};
const kinds = { comparison: /^[<>=!]/, arithmetic: /./ };

type Editor = (node: Tree, source: (node: unknown) => string, parents: readonly Tree[]) => readonly Edit[];

const edit = (kind: string, node: unknown, replacement: string): Edit[] =>
  isNode(node) ? [{ kind, start: node.start, end: node.end, replacement }] : [];

const negated = (test: unknown, source: (node: unknown) => string): Edit[] =>
  edit('condition negated', test, `!(${source(test)})`);

const isText = (node: unknown): boolean =>
  isNode(node) && (node.type === 'TemplateLiteral' || (node.type === 'Literal' && typeof node.value === 'string'));

const binary: Editor = (node, source) => {
  const operator = String(node.operator);
  const other = swapped[operator];
  // Texts are put together, not added.
  if (other === undefined || (operator === '+' && (isText(node.left) || isText(node.right)))) return [];
  const kind = kinds.comparison.test(operator) ? 'comparison changed' : 'arithmetic changed';
  return edit(kind, node, `(${source(node.left)} ${other} ${source(node.right)})`);
};

const logical: Editor = (node, source) => {
  if (node.operator === '??') return edit('default dropped', node, `(${source(node.left)})`);
  const other = node.operator === '&&' ? '||' : '&&';
  return edit('logic changed', node, `((${source(node.left)}) ${other} (${source(node.right)}))`);
};

const literal: Editor = (node, _source, parents) => {
  const parent = parents.at(-1);
  const isName = /^(?:Import|Export)/.test(parent?.type ?? '') || (parent?.key === node && parent.computed !== true);
  if (isName) return [];
  const { value } = node;
  if (typeof value === 'boolean') return edit('literal flipped', node, String(!value));
  if (typeof value === 'number') return edit('literal flipped', node, String(value + 1));
  // Sentences are for people; words and codes are for programs.
  if (typeof value !== 'string' || value.includes(' ')) return [];
  return edit('literal flipped', node, value === '' ? "'mutant'" : "''");
};

/** What is done for its effect, and guards: `if (…) throw …`. */
const removedStatement: Editor = (node) => {
  const body = node.type === 'IfStatement' && !node.alternate ? node.consequent : undefined;
  const last = isNode(body) && body.type === 'BlockStatement' ? (body.body as readonly Tree[]).at(-1) : body;
  const isGuard = isNode(last) && /^(?:Return|Throw|Continue|Break)Statement$/.test(last.type);
  if (node.type === 'IfStatement' && !isGuard) return [];
  if (isNode(node.expression) && isNode(node.expression.callee) && node.expression.callee.type === 'Super') return [];
  return edit(isGuard ? 'guard removed' : 'statement removed', node, ';');
};

const editors: Readonly<Record<string, Editor>> = {
  IfStatement: (node, source, parents) => [...negated(node.test, source), ...removedStatement(node, source, parents)],
  ConditionalExpression: (node, source) => negated(node.test, source),
  WhileStatement: (node, source) => negated(node.test, source),
  BinaryExpression: binary,
  LogicalExpression: logical,
  Literal: literal,
  UnaryExpression: (node, source) =>
    node.operator === '!' ? edit('negation dropped', node, `(${source(node.argument)})`) : [],
  ExpressionStatement: removedStatement,
  ReturnStatement: (node, source) =>
    /^(?:undefined)?$/.test(source(node.argument)) ? [] : edit('returns nothing', node, 'return undefined;'),
  // A pipeline is an array of its stages.
  ArrayExpression: (node) =>
    (node.elements as readonly unknown[])
      .filter((element) => isNode(element) && element.type === 'Identifier')
      .flatMap((element) => edit('element removed', element, '...[]')),
};

function editsOf(node: Tree, text: string, parents: readonly Tree[]): Edit[] {
  const source = (part: unknown): string => (isNode(part) ? text.slice(part.start, part.end) : '');
  const found = editors[node.type]?.(node, source, parents) ?? [];
  const children = Object.values(node).flat().filter(isNode);
  return [...found, ...children.flatMap((child) => editsOf(child, text, [...parents, node]))];
}

const isValid = (text: string): boolean => {
  try {
    treeOf(text);
    return true;
  } catch {
    return false;
  }
};

/** Every mutant of a file, in the order of its lines. */
export function mutantsOf(file: string, text: string): Mutant[] {
  return editsOf(treeOf(text), text, [])
    .map(({ kind, start, end, replacement }) => ({
      file,
      line: text.slice(0, start).split('\n').length,
      kind,
      original: text.slice(start, end),
      replacement,
      text: text.slice(0, start) + replacement + text.slice(end),
    }))
    .filter((mutant) => isValid(mutant.text))
    .sort((a, b) => a.line - b.line);
}
