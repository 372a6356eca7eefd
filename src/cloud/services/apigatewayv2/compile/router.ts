/** A route that matched, with the values of its path variables, decoded. */
export interface RouteMatch<Route> {
  readonly route: Route;
  readonly pathParameters: Readonly<Record<string, string>>;
}

interface Leaf<Route> {
  readonly route: Route;
  readonly names: readonly string[];
}

type ByMethod<Route> = Map<string, Leaf<Route>>;

interface Node<Route> {
  readonly statics: Map<string, Node<Route>>;
  variable: Node<Route> | undefined;
  /** Routes that end here. */
  readonly exact: ByMethod<Route>;
  /** Routes that go on here with `{name+}`. */
  readonly greedy: ByMethod<Route>;
}

/**
 * The routes of one deployment, as a tree of path segments. A full match beats a greedy one, a greedy one `$default`;
 * within each, fixed segments beat variables and a method beats `ANY`.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
 */
export class Router<Route> {
  readonly #root: Node<Route> = newNode();
  #fallback: Route | undefined;

  /** `key` is `METHOD /path` or `$default`. */
  add(key: string, route: Route): void {
    if (key === '$default') {
      this.#fallback = route;
      return;
    }
    const [method = '', path = ''] = key.split(' ');
    const names: string[] = [];
    let node = this.#root;
    for (const segment of path.slice(1).split('/')) {
      const variable = /^\{(.+?)(\+?)\}$/.exec(segment);
      if (variable?.[1] === undefined) {
        node = childOf(node, segment);
        continue;
      }
      names.push(variable[1]);
      if (variable[2] === '+') {
        node.greedy.set(method, { route, names });
        return;
      }
      node.variable ??= newNode();
      node = node.variable;
    }
    node.exact.set(method, { route, names });
  }

  /** `path` still encoded, without the stage. Undefined when nothing matches: 404. */
  find(method: string, path: string): RouteMatch<Route> | undefined {
    const segments = path.slice(1).split('/').map(decode);
    const values: string[] = [];
    const leaf =
      findExact(this.#root, method, segments, 0, values) ?? findGreedy(this.#root, method, segments, 0, values);
    if (leaf) return { route: leaf.route, pathParameters: zip(leaf.names, values) };
    return this.#fallback === undefined ? undefined : { route: this.#fallback, pathParameters: {} };
  }
}

const newNode = <Route>(): Node<Route> => ({
  statics: new Map(),
  variable: undefined,
  exact: new Map(),
  greedy: new Map(),
});

function childOf<Route>(node: Node<Route>, segment: string): Node<Route> {
  const name = decode(segment);
  let child = node.statics.get(name);
  if (!child) {
    child = newNode();
    node.statics.set(name, child);
  }
  return child;
}

const leafOf = <Route>(leaves: ByMethod<Route>, method: string): Leaf<Route> | undefined =>
  leaves.get(method) ?? leaves.get('ANY');

/** Depth first, so that a dead end behind a fixed segment still leaves the variable to try. */
function findExact<Route>(
  node: Node<Route>,
  method: string,
  segments: readonly string[],
  depth: number,
  values: string[],
): Leaf<Route> | undefined {
  const segment = segments[depth];
  if (segment === undefined) return leafOf(node.exact, method);
  const fixed = node.statics.get(segment);
  const found = fixed && findExact(fixed, method, segments, depth + 1, values);
  if (found || !node.variable || segment === '') return found;
  values.push(segment);
  const leaf = findExact(node.variable, method, segments, depth + 1, values);
  if (!leaf) values.pop();
  return leaf;
}

/** The deepest greedy route wins: it has the most segments ahead of its variable. */
function findGreedy<Route>(
  node: Node<Route>,
  method: string,
  segments: readonly string[],
  depth: number,
  values: string[],
): Leaf<Route> | undefined {
  const segment = segments[depth];
  if (segment === undefined) return undefined;
  const fixed = node.statics.get(segment);
  const found = fixed && findGreedy(fixed, method, segments, depth + 1, values);
  if (found) return found;
  if (node.variable && segment !== '') {
    values.push(segment);
    const leaf = findGreedy(node.variable, method, segments, depth + 1, values);
    if (leaf) return leaf;
    values.pop();
  }
  const rest = segments.slice(depth).join('/');
  const leaf = rest === '' ? undefined : leafOf(node.greedy, method);
  if (leaf) values.push(rest);
  return leaf;
}

function zip(names: readonly string[], values: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name, index) => [name, values[index] ?? '']));
}

function decode(segment: string): string {
  if (!segment.includes('%')) return segment;
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
