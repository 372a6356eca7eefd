import jsonata from 'jsonata';

/*
 * What AWS says of a JSONata expression before it is ever evaluated: that it cannot be parsed, and that it looks at a document
 * which it does not have. https://states-language.net/#jsonata-expressions-and-strings
 */

export interface Fault {
  readonly code: 'INVALID_JSONATA_EXPRESSION' | 'UNSUPPORTED_JSONATA_EXPRESSION';
  readonly message: string;
}

/** A node of the tree that the parser makes; which members there are depends on its type. */
interface Node {
  readonly type: string;
  readonly value?: unknown;
  readonly [member: string]: unknown;
}

/** Members of a node that see the document that the node itself sees. */
const sameDocument: Readonly<Record<string, readonly string[]>> = {
  apply: ['lhs', 'rhs'],
  bind: ['rhs'],
  binary: ['lhs', 'rhs'],
  block: ['expressions'],
  condition: ['condition', 'then', 'else'],
  function: ['procedure', 'arguments'],
  partial: ['procedure', 'arguments'],
  unary: ['expression', 'expressions', 'lhs'],
};

/** Expressions whose tree is deeper are not looked through. */
const depthMax = 200;

/** What is wrong with an expression, `{%` and `%}` taken off. */
export function faultsOfExpression(text: string): readonly Fault[] {
  let tree: unknown;
  try {
    tree = jsonata(text).ast();
  } catch (error) {
    const { message } = error as Error;
    return [{ code: 'INVALID_JSONATA_EXPRESSION', message }];
  }
  const names = new Set<string>();
  collectReferences(tree, names, 0);
  return [...names].map((name) => ({
    code: 'UNSUPPORTED_JSONATA_EXPRESSION',
    message: `Reference to '${name}' at the top level is not supported.`,
  }));
}

/** Names that are looked for in the whole document, of which there is none. */
function collectReferences(node: unknown, names: Set<string>, depth: number): void {
  if (depth > depthMax || typeof node !== 'object' || node === null) return;
  if (Array.isArray(node)) {
    for (const item of node) collectReferences(item, names, depth + 1);
    return;
  }
  const { type, value, steps, ...members } = node as Node;
  if (type === 'path') collectReferences((steps as readonly unknown[])[0], names, depth + 1);
  if (type === 'name') names.add(String(value));
  if (type === 'variable' && (value === '' || value === '$')) names.add(`$${value}`);
  for (const member of sameDocument[type] ?? []) collectReferences(members[member], names, depth + 1);
}
