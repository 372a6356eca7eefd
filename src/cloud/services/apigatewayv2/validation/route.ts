import type { AuthorizationType } from '@aws-sdk/client-apigatewayv2';
import { badRequest, conflict } from '../errors.ts';
import { childKey, childrenOf, type HttpApiState } from '../state.ts';

const methods = ['ANY', 'DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'];
const scopesMax = 10; // http-api-quotas: authorization scopes of a route

/** Throws unless the key is `METHOD /path` or `$default`; a greedy variable may only come last. */
export function assertRouteKey(routeKey: string): void {
  if (routeKey === '$default') return;
  const [method = '', path = '', ...rest] = routeKey.split(' ');
  if (!methods.includes(method) || !path.startsWith('/') || rest.length > 0) {
    throw badRequest(
      'The provided route key is not formatted properly for HTTP protocol. ' +
        'Format should be "<HTTP METHOD> /<RESOURCE PATH>" or "$default"',
    );
  }
  assertVariables(path);
}

/** Names are unique in a path, as they become keys of `pathParameters`. */
function assertVariables(path: string): void {
  const segments = path.slice(1).split('/');
  const names = new Set<string>();
  for (const [index, segment] of segments.entries()) {
    if (!/[{}]/.test(segment)) continue;
    const name = /^\{([\w.:-]+)(\+?)\}$/.exec(segment);
    const isMisplaced = name?.[2] === '+' && index < segments.length - 1;
    if (name?.[1] === undefined || isMisplaced || names.has(name[1])) {
      throw badRequest(`The provided route key contains an invalid path parameter: ${segment}`);
    }
    names.add(name[1]);
  }
}

/** A route as it would be; without `RouteId` it is a new one. */
interface RouteInput {
  readonly RouteKey: string;
  readonly RouteId?: string;
  readonly Target?: string | undefined;
  readonly ApiKeyRequired?: boolean | undefined;
  readonly AuthorizationType?: AuthorizationType | undefined;
  readonly AuthorizerId?: string | undefined;
  readonly AuthorizationScopes?: readonly string[] | undefined;
  readonly RequestModels?: object | undefined;
  readonly RequestParameters?: object | undefined;
  readonly RouteResponseSelectionExpression?: string | undefined;
}

/** What CreateRoute and UpdateRoute refuse, for the route as it would be afterwards. */
export function assertRoute(state: HttpApiState, apiId: string, route: RouteInput): void {
  assertRouteKey(route.RouteKey);
  if (route.ApiKeyRequired) throw badRequest('ApiKeyRequired is not currently supported for HTTP APIs.');
  for (const name of ['RequestModels', 'RequestParameters', 'RouteResponseSelectionExpression'] as const) {
    if (route[name] !== undefined) throw badRequest(`${name} is not currently supported for HTTP APIs.`);
  }
  assertTarget(state, apiId, route.Target);
  assertAuthorization(state, apiId, route);
  const twin = childrenOf(state.routes, apiId).find(({ RouteKey }) => RouteKey === route.RouteKey);
  if (twin && twin.RouteId !== route.RouteId) {
    throw conflict(`Route with key ${route.RouteKey} already exists for this API`);
  }
}

/** A target must be there when the route is made; its deletion is refused while a route uses it. */
function assertTarget(state: HttpApiState, apiId: string, target: string | undefined): void {
  if (target === undefined) return;
  const id = /^integrations\/(.+)$/.exec(target)?.[1];
  if (id === undefined) {
    throw badRequest(
      'Unexpected or malformed target in route. Correct format should be integrations/<integration_id>.',
    );
  }
  if (!state.integrations.has(childKey(apiId, id))) {
    throw badRequest(`Invalid integration identifier specified ${id}`);
  }
}

/** The kind of authorization and the kind of authorizer must agree; CUSTOM is a Lambda function. */
function assertAuthorization(state: HttpApiState, apiId: string, route: RouteInput): void {
  const { AuthorizationType: type = 'NONE', AuthorizerId, AuthorizationScopes = [] } = route;
  if (AuthorizationScopes.length > 0 && type !== 'JWT') {
    throw badRequest('Authorization Scopes are only valid for COGNITO_USER_POOLS and JWT authorization type');
  }
  if (AuthorizationScopes.length > scopesMax) {
    throw badRequest(`The number of authorization scopes exceeds the limit of ${scopesMax}`);
  }
  if (type !== 'JWT' && type !== 'CUSTOM') return;
  const authorizer = AuthorizerId === undefined ? undefined : state.authorizers.get(childKey(apiId, AuthorizerId));
  if (authorizer?.AuthorizerType !== (type === 'JWT' ? 'JWT' : 'REQUEST')) {
    throw badRequest(`Setting the authorization type to ${type} requires a valid ${type} authorizer.`);
  }
}
