import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readExpressions } from '../validation/expressions.ts';
import type { Item } from '../values/attribute-value.ts';
import { isTrue } from './evaluate.ts';

/*
 * Conditions as trees, written down with no more parentheses than precedence demands, against JavaScript's own
 * booleans: the parser has to find the tree again.
 */

type Tree =
  | { readonly kind: 'leaf'; readonly name: string; readonly operator: keyof typeof operators; readonly value: number }
  | { readonly kind: 'not'; readonly item: Tree }
  | { readonly kind: 'and'; readonly left: Tree; readonly right: Tree }
  | { readonly kind: 'or'; readonly left: Tree; readonly right: Tree };

const operators = {
  '=': (a: number, b: number) => a === b,
  '<>': (a: number, b: number) => a !== b,
  '<': (a: number, b: number) => a < b,
  '>=': (a: number, b: number) => a >= b,
} as const;

const leaf = fc.record({
  kind: fc.constant('leaf' as const),
  name: fc.constantFrom('a', 'b', 'gone'),
  operator: fc.constantFrom(...(Object.keys(operators) as (keyof typeof operators)[])),
  value: fc.integer({ min: 0, max: 3 }),
});

const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    leaf,
    fc.record({ kind: fc.constant('not' as const), item: tie('tree') }),
    fc.record({ kind: fc.constant('and' as const), left: tie('tree'), right: tie('tree') }),
    fc.record({ kind: fc.constant('or' as const), left: tie('tree'), right: tie('tree') }),
  ),
}));

const precedence = { or: 0, and: 1, not: 2, leaf: 3 } as const;

function write(node: Tree, above = 0): string {
  const own = precedence[node.kind];
  const text = plain(node);
  return own < above ? `(${text})` : text;
}

function plain(node: Tree): string {
  if (node.kind === 'leaf') return `${node.name} ${node.operator} :v${node.value}`;
  if (node.kind === 'not') return `NOT ${write(node.item, precedence.not)}`;
  return `${write(node.left, precedence[node.kind])} ${node.kind} ${write(node.right, precedence[node.kind] + 1)}`;
}

function evaluate(node: Tree, attributes: Readonly<Record<string, number>>): boolean {
  if (node.kind === 'not') return !evaluate(node.item, attributes);
  if (node.kind === 'and') return evaluate(node.left, attributes) && evaluate(node.right, attributes);
  if (node.kind === 'or') return evaluate(node.left, attributes) || evaluate(node.right, attributes);
  const actual = attributes[node.name];
  return actual === undefined ? node.operator === '<>' : operators[node.operator](actual, node.value);
}

const allValues = Object.fromEntries([0, 1, 2, 3].map((value) => [`:v${value}`, { N: String(value) }]));

it('evaluates every condition as its tree says', () => {
  fc.assert(
    fc.property(tree, fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 3 }), (node, a, b) => {
      const item: Item = { a: { N: String(a) }, b: { N: String(b) } };
      const text = write(node);
      const used = Object.fromEntries(Object.entries(allValues).filter(([name]) => text.includes(name)));

      const { condition } = readExpressions({ ConditionExpression: text, ExpressionAttributeValues: used });

      expect(condition && isTrue(condition, item)).toBe(evaluate(node, { a, b }));
    }),
    { numRuns: 500 },
  );
});
