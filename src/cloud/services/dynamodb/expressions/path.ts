import { pathsConflict, pathsOverlap } from '../errors/expression-errors.ts';
import { type AttributeValue, type Item, own } from '../values/attribute-value.ts';

/** A document path without placeholders; its first step is a name. */
export type DocumentPath = readonly (string | number)[];

/** As AWS prints paths: `[a, [3], b]`. */
export function pathText(path: DocumentPath): string {
  return `[${path.map((step) => (typeof step === 'number' ? `[${step}]` : step)).join(', ')}]`;
}

/** What stands at the path, or undefined. */
export function valueAt(item: Item, path: DocumentPath): AttributeValue | undefined {
  let value = own(item, path[0] as string);
  for (let index = 1; index < path.length && value !== undefined; index += 1) {
    const step = path[index];
    value = typeof step === 'number' ? value.L?.[step] : value.M && own(value.M, step as string);
  }
  return value;
}

/** Document paths by their steps; where a path ends, its content. No path leads through another's end. */
export interface PathNode<T> {
  readonly children: Map<string | number, PathNode<T>>;
  /** The first path that came through. */
  readonly path: DocumentPath;
  readonly content?: T;
}

/**
 * A tree of paths that are used together, as in a projection or an update. Throws AWS's problem for two of which one
 * contains the other, or that take the same value for a list and for a map.
 */
export class PathTree<T> {
  readonly root: PathNode<T> = { children: new Map(), path: [] };

  /** Adds one path. Throws where it overlaps or conflicts with one that was added before. */
  add(path: DocumentPath, content: T): void {
    let node = this.root;
    for (let index = 0; index < path.length; index += 1) {
      const step = path[index] as string | number;
      assertSameKind(node, step, path);
      const isLast = index === path.length - 1;
      let child = node.children.get(step);
      if (child && (isLast || child.content !== undefined)) {
        throw pathsOverlap(pathText(child.path), pathText(path));
      }
      if (!child) {
        child = isLast ? { children: new Map(), path, content } : { children: new Map(), path };
        node.children.set(step, child);
      }
      node = child;
    }
  }
}

/** One value cannot be a list and a map: its steps are all names or all indexes. */
function assertSameKind<T>(node: PathNode<T>, step: string | number, path: DocumentPath): void {
  const sibling = node.children.entries().next().value;
  if (!sibling || typeof sibling[0] === typeof step) return;
  throw pathsConflict(pathText(sibling[1].path), pathText(path));
}
