import { type AttributeValue, type Item, own, setOwn } from '../values/attribute-value.ts';
import type { Path } from './ast.ts';
import { type PathNode, PathTree, type Placeholders, resolvePath } from './paths.ts';

/** What a projection keeps of an item. */
export type Projection = PathNode<unknown>;

/** Resolves and joins the paths of a projection expression. Throws an `ExpressionProblem`. */
export function bindProjection(paths: readonly Path[], placeholders: Placeholders): Projection {
  const resolved = paths.map((path) => resolvePath(path, placeholders));
  const tree = new PathTree<true>();
  for (const path of resolved) tree.add(path, true);
  return tree.root;
}

/** A projection to whole attributes. */
export function projectionOf(names: Iterable<string>): Projection {
  const root: PathNode<true> = { children: new Map(), path: [] };
  for (const name of names) root.children.set(name, { children: new Map(), path: [name], content: true });
  return root;
}

/** The parts of an item that the projection names; what is not there is left out. */
export function project(item: Item, projection: Projection): Item {
  const kept: Record<string, AttributeValue> = {};
  for (const [name, node] of projection.children) {
    const value = own(item, name as string);
    const part = value && partOf(value, node);
    if (part) setOwn(kept, name as string, part);
  }
  return kept;
}

function partOf(value: AttributeValue, node: PathNode<unknown>): AttributeValue | undefined {
  if (node.content !== undefined) return value;
  const isList = typeof node.children.keys().next().value === 'number';
  if (isList) return value.L && listPart(value.L, node);
  if (!value.M) return undefined;
  const map = project(value.M, node);
  for (const _ in map) return { M: map };
  return undefined;
}

/** Elements in the list's order, without gaps. */
function listPart(list: readonly AttributeValue[], node: PathNode<unknown>): AttributeValue | undefined {
  const indexes = [...(node.children.keys() as Iterable<number>)].sort((a, b) => a - b);
  const kept: AttributeValue[] = [];
  for (const index of indexes) {
    const element = list[index];
    const part = element && partOf(element, node.children.get(index) as PathNode<unknown>);
    if (part) kept.push(part);
  }
  return kept.length > 0 ? { L: kept } : undefined;
}
