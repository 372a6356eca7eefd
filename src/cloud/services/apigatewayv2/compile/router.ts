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
    const isEnd = (depth: number) => depth === segments.length;
    const leaf =
      find(this.#root, {
        segments,
        values,
        leafAt: (node, depth) => (isEnd(depth) ? leafOf(node.exact, method) : undefined),
      }) ??
      find(this.#root, {
        segments,
        values,
        leafAt: (node, depth) => takeRest(node, method, segments.slice(depth), values),
      });
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

/** A method of its own beats `ANY`. */
const leafOf = <Route>(leaves: ByMethod<Route>, method: string): Leaf<Route> | undefined =>
  leaves.get(method) ?? leaves.get('ANY');

/** One look through the tree. */
interface Search<Route> {
  /** Of the path, decoded. */
  readonly segments: readonly string[];
  /** What to take at a node: undefined goes on looking. May add the value of a greedy variable. */
  readonly leafAt: (node: Node<Route>, depth: number) => Leaf<Route> | undefined;
  /** Of the variables on the way, in the order of the path. */
  readonly values: string[];
}

/**
 * Depth first, so that a dead end behind a fixed segment still leaves the variable to try. A node's own leaf is asked
 * last: the deepest greedy route wins, as it has the most segments ahead of its variable.
 */
function find<Route>(node: Node<Route>, search: Search<Route>, depth = 0): Leaf<Route> | undefined {
  const { segments, values } = search;
  const segment = segments[depth];
  if (segment !== undefined) {
    const fixed = node.statics.get(segment);
    const found = fixed && find(fixed, search, depth + 1);
    if (found) return found;
    // An empty segment, as of a trailing slash, is no value.
    if (node.variable && segment !== '') {
      values.push(segment);
      const leaf = find(node.variable, search, depth + 1);
      if (leaf) return leaf;
      values.pop();
    }
  }
  return search.leafAt(node, depth);
}

/** A greedy variable takes all that is left, slashes included; nothing is not enough. */
function takeRest<Route>(
  node: Node<Route>,
  method: string,
  segments: readonly string[],
  values: string[],
): Leaf<Route> | undefined {
  const rest = segments.join('/');
  const leaf = rest === '' ? undefined : leafOf(node.greedy, method);
  if (leaf) values.push(rest);
  return leaf;
}

function zip(names: readonly string[], values: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name, index) => [name, values[index] ?? '']));
}

/** Malformed escapes stay as they are: they can still be equal to a route's. */
function decode(segment: string): string {
  if (!segment.includes('%')) return segment;
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** `GET /orders/{id}` → `GET`; the default route, which has no method, names itself. */
export const methodOf = (routeKey: string): string => routeKey.split(' ', 1)[0] ?? '';

/** `GET /orders/{id}` → `/orders/{id}`, braces and all; the default route names itself. */
export const pathOf = (routeKey: string): string => routeKey.split(' ')[1] ?? routeKey;
