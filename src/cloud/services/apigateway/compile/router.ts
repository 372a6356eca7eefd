/** A method that matched, with the values of its resource's path variables, still encoded. */
export interface Match<Method> {
  readonly method: Method;
  readonly pathParameters: Readonly<Record<string, string>>;
}

interface Node<Method> {
  readonly statics: Map<string, Node<Method>>;
  variable: { readonly name: string; readonly node: Node<Method> } | undefined;
  greedy: { readonly name: string; readonly methods: ReadonlyMap<string, Method> } | undefined;
  methods: ReadonlyMap<string, Method>;
}

/**
 * The resources of one deployment, as a tree of path segments. What is matched is a resource together with a method: a
 * resource that has the path but not the verb gives way to a greedy one elsewhere, as recorded on AWS. Fixed segments
 * beat variables, variables beat greedy ones, a method beats `ANY`.
 */
export class Router<Method> {
  readonly #root: Node<Method> = newNode();

  /** `path` as resources have it (`/orders/{id}`), `methods` by verb. */
  add(path: string, methods: ReadonlyMap<string, Method>): void {
    let node = this.#root;
    for (const segment of segmentsOf(path)) {
      const variable = /^\{(.+?)(\+?)\}$/.exec(segment);
      const name = variable?.[1];
      if (name === undefined) {
        const child = node.statics.get(segment) ?? newNode<Method>();
        node.statics.set(segment, child);
        node = child;
      } else if (variable?.[2] === '+') {
        node.greedy = { name, methods };
        return;
      } else {
        node.variable ??= { name, node: newNode() };
        node = node.variable.node;
      }
    }
    node.methods = methods;
  }

  /** `path` still encoded, without the stage; a slash at its end does not matter. */
  find(verb: string, path: string): Match<Method> | undefined {
    return findBelow(this.#root, segmentsOf(path), 0, verb);
  }
}

const newNode = <Method>(): Node<Method> => ({
  statics: new Map(),
  variable: undefined,
  greedy: undefined,
  methods: new Map(),
});

function segmentsOf(path: string): string[] {
  const trimmed = path.replace(/^\//, '').replace(/\/$/, '');
  return trimmed === '' ? [] : trimmed.split('/');
}

const methodOf = <Method>(methods: ReadonlyMap<string, Method>, verb: string): Method | undefined =>
  methods.get(verb) ?? methods.get('ANY');

/** Every node is looked at once at most: there is one way to each. */
function findBelow<Method>(
  node: Node<Method>,
  segments: readonly string[],
  depth: number,
  verb: string,
): Match<Method> | undefined {
  const segment = segments[depth];
  if (segment === undefined) {
    const method = methodOf(node.methods, verb);
    return method && { method, pathParameters: {} };
  }
  const fixed = node.statics.get(segment);
  const found = fixed && findBelow(fixed, segments, depth + 1, verb);
  if (found) return found;
  if (node.variable) {
    const { name, node: below } = node.variable;
    const match = findBelow(below, segments, depth + 1, verb);
    if (match) return { method: match.method, pathParameters: { [name]: segment, ...match.pathParameters } };
  }
  if (!node.greedy) return undefined;
  const method = methodOf(node.greedy.methods, verb);
  return method && { method, pathParameters: { [node.greedy.name]: segments.slice(depth).join('/') } };
}
