import { BoundedMap } from '../../../../kernel/bounded-map.ts';
import { readExpression } from './library.ts';

/** A node of an expression's syntax tree, as far as it is looked at. */
export interface Node {
  readonly type: string;
  readonly value?: unknown;
  readonly signature?: { readonly definition?: string };
  readonly [member: string]: unknown;
}

/** A JSONata expression that was parsed, and what running it within bounds needs to know of it. */
export interface Expression {
  readonly text: string;
  readonly root: Node;
  /** Names of all variables and functions that it mentions: there is no other way to a function. */
  readonly names: ReadonlySet<string>;
  /** Nodes that JSONata evaluates side by side, by the node that has them. */
  readonly parallelParents: ReadonlyMap<Node, Node>;
  /** Nodes that make the keys of groups. */
  readonly groupKeys: ReadonlySet<Node>;
  evaluate(bindings: Record<string, unknown>): Promise<unknown>;
}

/** An expression that is none. */
export class SyntaxProblem extends Error {
  override readonly name = 'SyntaxProblem';
  /** `S0202`. */
  readonly code: string | undefined;

  constructor(message: string, code?: string) {
    super(message);
    this.code = code;
  }
}

/** Whoever meters an evaluation is found by this name, which no expression can write. */
export const meterName = ' meter';

interface Environment {
  lookup(name: string): unknown;
}

/** Told of each node that is evaluated, before and after. */
export interface Steps {
  enter(node: Node): Promise<void> | undefined;
  exit(node: Node, input: unknown, result: unknown): void;
}

const stepsOf = (environment: Environment) => environment.lookup(meterName) as Steps;
const known = new BoundedMap<string, Expression>(2000);

/** What is between `{%` and `%}`; undefined for texts that are no expressions. */
export function expressionIn(text: string): string | undefined {
  return text.startsWith('{%') && text.endsWith('%}') && text.length >= 4 ? text.slice(2, -2).trim() : undefined;
}

/** Parses an expression (without its `{% %}`), once. Throws {@link SyntaxProblem}. */
export function parseJsonata(text: string): Expression {
  const before = known.get(text);
  if (before) return before;
  const expression = parse(text);
  known.set(text, expression);
  return expression;
}

function parse(text: string): Expression {
  const parsed = compile(text);
  parsed.assign(Symbol.for('jsonata.__evaluate_entry'), (node: Node, _: unknown, environment: Environment) =>
    stepsOf(environment).enter(node),
  );
  parsed.assign(
    Symbol.for('jsonata.__evaluate_exit'),
    (node: Node, input: unknown, environment: Environment, result: unknown) =>
      stepsOf(environment).exit(node, input, result),
  );
  const root = parsed.ast() as Node;
  return {
    text,
    root,
    ...survey(root),
    evaluate: (bindings) => parsed.evaluate(undefined, bindings),
  };
}

function compile(text: string) {
  try {
    return readExpression(text);
  } catch (error) {
    if (error instanceof RangeError) throw new SyntaxProblem('The expression is nested too deeply');
    const { message, code } = error as { message?: string; code?: string };
    throw new SyntaxProblem(message ?? String(error), code);
  }
}

/** How many parts of a function's signature may be left out or repeated: matching them takes time by the power of this. */
const looseParametersMax = 8;

function survey(root: Node): Pick<Expression, 'names' | 'parallelParents' | 'groupKeys'> {
  const names = new Set<string>();
  const parallelParents = new Map<Node, Node>();
  const groupKeys = new Set<Node>();
  const group = (parent: Node, pairs: unknown) => {
    for (const [key, value] of pairs as [Node, Node][]) {
      groupKeys.add(key);
      parallelParents.set(value, parent);
    }
  };
  for (const node of nodesOf(root)) {
    if (node.type === 'variable') names.add(node.value as string);
    if (node.type === 'transform') names.add('clone');
    if (node.type === 'unary' && node.value === '[') {
      for (const item of node.expressions as Node[]) parallelParents.set(item, node);
    }
    if (node.type === 'unary' && node.value === '{') group(node, node.lhs);
    if (isObject(node.group)) group(node, node.group.lhs);
    const loose = node.signature?.definition?.match(/[?+]/g)?.length ?? 0;
    if (loose > looseParametersMax) throw new SyntaxProblem('The signature of a function has too many optional parts');
  }
  return { names, parallelParents, groupKeys };
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** All nodes of a tree, in no order that matters. */
export function* nodesOf(root: Node): Generator<Node> {
  const seen = new Set<unknown>();
  const open: unknown[] = [root];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (!isObject(next) || seen.has(next) || next instanceof RegExp) continue;
    seen.add(next);
    if (typeof next.type === 'string') yield next as Node;
    open.push(...Object.values(next).filter(isObject));
  }
}
