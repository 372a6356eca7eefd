import type { Member, OperationModel, ServiceModel } from '../model/model.ts';
import type { QueryParameters } from '../request/query-parameters.ts';

/** A route that fits: the operation and its path labels, still percent-encoded. */
export interface RouteMatch {
  readonly operation: OperationModel;
  readonly labels: ReadonlyMap<string, string>;
}

interface Route {
  readonly operation: OperationModel;
  readonly method: string;
  readonly path: RegExp;
  readonly labels: readonly string[];
  /** Parameters of the template's own query, `?uploads` or `?list-type=2`; without `x-id`. */
  readonly literals: readonly (readonly [string, string])[];
  readonly id: string | undefined;
  /** Fixed segments of the path: more of them is a better fit. */
  readonly fixed: number;
  /** Bindings without which the operation cannot be meant. */
  readonly isS3: boolean;
  readonly needsBucket: boolean;
  readonly requiredQuery: readonly string[];
  readonly requiredHeaders: readonly string[];
}

/** Compiled once a model; models live as long as the process. */
const routesOf = new WeakMap<ServiceModel, ReadonlyMap<string, readonly Route[]>>();

/**
 * The operation of a REST service that a request means. Several may share method and path (PutObject, CopyObject,
 * UploadPart): then the query literals, `x-id` and the required query and header bindings tell them apart.
 */
export function matchRoute(
  model: ServiceModel,
  method: string,
  path: string,
  query: QueryParameters,
  headers: Readonly<Record<string, string>>,
  bucket?: string,
): RouteMatch | undefined {
  let best: { readonly route: Route; readonly found: RegExpExecArray; readonly score: number } | undefined;
  for (const route of routes(model).get(method) ?? []) {
    if (best && best.route.fixed > route.fixed) break;
    // S3's bucket is no part of its templates: operations on a bucket and on the service share the path `/`.
    if (route.needsBucket !== (bucket !== undefined) && route.isS3) continue;
    const found = route.path.exec(path);
    const score = found ? scoreOf(route, query, headers) : -1;
    if (found && score >= 0 && (!best || score > best.score)) best = { route, found, score };
  }
  if (!best) return undefined;
  const { route, found } = best;
  return {
    operation: route.operation,
    labels: new Map(route.labels.map((name, index) => [name, found[index + 1] ?? ''])),
  };
}

/** -1 when a query literal is missing; literals weigh most, then what `x-id` says, then required bindings. */
function scoreOf(route: Route, query: QueryParameters, headers: Readonly<Record<string, string>>): number {
  for (const [name, value] of route.literals) {
    const sent = query.get(name);
    if (sent === undefined || (value !== '' && !sent.includes(value))) return -1;
  }
  const ids = query.get('x-id');
  const isNamed = route.id !== undefined && ids?.includes(route.id) === true;
  const required = [
    ...route.requiredQuery.map((name) => query.has(name)),
    ...route.requiredHeaders.map((name) => headers[name] !== undefined),
  ];
  const missing = required.filter((isThere) => !isThere).length;
  const present = required.length - missing;
  return 1_000_000 + route.literals.length * 10_000 + (isNamed ? 5_000 : 0) + present * 10 - missing * 100;
}

function routes(model: ServiceModel): ReadonlyMap<string, readonly Route[]> {
  const known = routesOf.get(model);
  if (known) return known;
  const byMethod = new Map<string, Route[]>();
  for (const operation of model.operations.values()) {
    if (!operation.http) continue;
    const route = compileRoute(operation, operation.http, model.service === 's3');
    byMethod.set(route.method, [...(byMethod.get(route.method) ?? []), route]);
  }
  for (const list of byMethod.values()) list.sort((a, b) => b.fixed - a.fixed);
  routesOf.set(model, byMethod);
  return byMethod;
}

function compileRoute(
  operation: OperationModel,
  http: { readonly method: string; readonly uri: string },
  isS3: boolean,
): Route {
  const [path = '', queryText = ''] = http.uri.split('?');
  const literals = queryText === '' ? [] : queryText.split('&').map(literalOf);
  const required = operation.input.members.slice(0, operation.input.required);
  const bound = (pick: (member: Member) => string | undefined) =>
    required.map(pick).filter((name) => name !== undefined);
  const segments = path.split('/').filter((segment) => segment !== '');
  return {
    operation,
    method: http.method,
    ...compilePath(path),
    literals: literals.filter(([name]) => name !== 'x-id'),
    id: literals.find(([name]) => name === 'x-id')?.[1],
    fixed: segments.filter((segment) => !segment.startsWith('{')).length,
    isS3,
    needsBucket: required.some((member) => member.name === 'Bucket' && member.traits.httpLabel === 1),
    requiredQuery: bound((member) => member.traits.httpQuery),
    requiredHeaders: bound((member) => member.traits.httpHeader?.toLowerCase()),
  };
}

function literalOf(pair: string): readonly [string, string] {
  const [name = '', value = ''] = pair.split('=');
  return [name, value];
}

/** `/a/{b}/{c+}` → a pattern over the encoded path; a trailing slash makes no difference. */
function compilePath(template: string): Pick<Route, 'path' | 'labels'> {
  const labels: string[] = [];
  const source = template
    .replace(/\/$/, '')
    .replace(/\{(\w+)(\+?)\}|[.*+?^${}()|[\]\\]/g, (found, label?: string, greedy?: string) => {
      if (label === undefined) return `\\${found}`;
      labels.push(label);
      return greedy ? '(.+)' : '([^/]+)';
    });
  return { path: new RegExp(`^${source}${template.endsWith('+}') ? '' : '/?'}$`, 's'), labels };
}
