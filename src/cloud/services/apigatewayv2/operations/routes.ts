import type {
  CreateRouteRequest,
  DeleteRouteRequest,
  GetRouteRequest,
  GetRoutesRequest,
  GetRoutesResponse,
  Route,
  UpdateRouteRequest,
} from '@aws-sdk/client-apigatewayv2';
import type { Operation } from '../../../service-kit/contract.ts';
import { type Given, given } from '../../../service-kit/input.ts';
import { commitChange } from '../deploying.ts';
import { listPage } from '../list-page.ts';
import { findApi, findRoute } from '../lookup.ts';
import { childKey, childrenOf, type HttpApiState, type RouteRecord } from '../state.ts';
import { assertRoute } from '../validation/route.ts';

/** https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-routes.html#CreateRoute */
export const createRoute: Operation<Given<CreateRouteRequest>, Route, HttpApiState> = (state, input, context) => {
  const { ApiId, ...settings } = input;
  const api = findApi(state, ApiId, context);
  assertRoute(state, ApiId, settings);
  const route: RouteRecord = {
    ApiKeyRequired: false,
    AuthorizationType: 'NONE',
    ...given(settings),
    RouteId: context.random.text(7),
    ApiGatewayManaged: false,
  };
  state.routes.set(childKey(ApiId, route.RouteId), route);
  commitChange(state, api, context);
  return route;
};

/** https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-routes-routeid.html#GetRoute */
export const getRoute: Operation<Given<GetRouteRequest>, Route, HttpApiState> = (state, input, context) => {
  findApi(state, input.ApiId, context);
  return findRoute(state, input.ApiId, input.RouteId);
};

/** https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-routes.html#GetRoutes */
export const getRoutes: Operation<Given<GetRoutesRequest>, GetRoutesResponse, HttpApiState> = (
  state,
  input,
  context,
) => {
  findApi(state, input.ApiId, context);
  return listPage(childrenOf(state.routes, input.ApiId), input, (route) => route.RouteId);
};

/** https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-routes-routeid.html#UpdateRoute */
export const updateRoute: Operation<Given<UpdateRouteRequest>, Route, HttpApiState> = (state, input, context) => {
  const { ApiId, RouteId, ...changes } = input;
  const api = findApi(state, ApiId, context);
  const updated: RouteRecord = { ...findRoute(state, ApiId, RouteId), ...given(changes) };
  const route = updated.AuthorizationType === 'JWT' ? updated : withoutScopes(updated);
  assertRoute(state, ApiId, route);
  state.routes.set(childKey(ApiId, RouteId), route);
  commitChange(state, api, context);
  return route;
};

/** Scopes and authorizer go with the kind of authorization that they belong to. */
function withoutScopes({ AuthorizationScopes: _, ...route }: RouteRecord): RouteRecord {
  if (route.AuthorizationType === 'CUSTOM') return route;
  const { AuthorizerId: __, ...open } = route;
  return open;
}

/** https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-routes-routeid.html#DeleteRoute */
export const deleteRoute: Operation<Given<DeleteRouteRequest>, Record<string, never>, HttpApiState> = (
  state,
  { ApiId, RouteId },
  context,
) => {
  const api = findApi(state, ApiId, context);
  findRoute(state, ApiId, RouteId);
  state.routes.delete(childKey(ApiId, RouteId));
  commitChange(state, api, context);
  return {};
};
