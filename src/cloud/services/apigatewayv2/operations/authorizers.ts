import type {
  Authorizer,
  CreateAuthorizerRequest,
  DeleteAuthorizerRequest,
  GetAuthorizerRequest,
  GetAuthorizersRequest,
  GetAuthorizersResponse,
  ResetAuthorizersCacheRequest,
  UpdateAuthorizerRequest,
} from '@aws-sdk/client-apigatewayv2';
import type { Operation } from '../../../service-kit/contract.ts';
import { type Given, given } from '../../../service-kit/input.ts';
import { commitChange } from '../deploying.ts';
import { conflict } from '../errors.ts';
import type { Gateway } from '../gateway.ts';
import { listPage } from '../list-page.ts';
import { findApi, findAuthorizer, findStage } from '../lookup.ts';
import { type AuthorizerRecord, childKey, childrenOf, type HttpApiState } from '../state.ts';
import { assertAuthorizer } from '../validation/authorizer.ts';

/** https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-authorizers.html#CreateAuthorizer */
export const createAuthorizer: Operation<Given<CreateAuthorizerRequest>, Authorizer, HttpApiState> = (
  state,
  input,
  context,
) => {
  const { ApiId, ...settings } = input;
  const api = findApi(state, ApiId, context);
  assertAuthorizer(settings);
  const twin = childrenOf(state.authorizers, ApiId).some(({ Name }) => Name === settings.Name);
  if (twin) throw conflict(`Authorizer with name ${settings.Name} already exists for this API`);
  const authorizer: AuthorizerRecord = { ...given(settings), AuthorizerId: context.random.text(6) };
  state.authorizers.set(childKey(ApiId, authorizer.AuthorizerId), authorizer);
  commitChange(state, api, context);
  return authorizer;
};

/** https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-authorizers-authorizerid.html#GetAuthorizer */
export const getAuthorizer: Operation<Given<GetAuthorizerRequest>, Authorizer, HttpApiState> = (
  state,
  { ApiId, AuthorizerId },
  context,
) => {
  findApi(state, ApiId, context);
  return findAuthorizer(state, ApiId, AuthorizerId);
};

/** https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-authorizers.html#GetAuthorizers */
export const getAuthorizers: Operation<Given<GetAuthorizersRequest>, GetAuthorizersResponse, HttpApiState> = (
  state,
  input,
  context,
) => {
  findApi(state, input.ApiId, context);
  return listPage(childrenOf(state.authorizers, input.ApiId), input, (authorizer) => authorizer.AuthorizerId);
};

/** https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-authorizers-authorizerid.html#UpdateAuthorizer */
export const updateAuthorizer: Operation<Given<UpdateAuthorizerRequest>, Authorizer, HttpApiState> = (
  state,
  input,
  context,
) => {
  const { ApiId, AuthorizerId, ...changes } = input;
  const api = findApi(state, ApiId, context);
  const authorizer: AuthorizerRecord = { ...findAuthorizer(state, ApiId, AuthorizerId), ...given(changes) };
  assertAuthorizer(authorizer);
  state.authorizers.set(childKey(ApiId, AuthorizerId), authorizer);
  commitChange(state, api, context);
  return authorizer;
};

/** https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-authorizers-authorizerid.html#DeleteAuthorizer */
export const deleteAuthorizer: Operation<Given<DeleteAuthorizerRequest>, Record<string, never>, HttpApiState> = (
  state,
  { ApiId, AuthorizerId },
  context,
) => {
  const api = findApi(state, ApiId, context);
  findAuthorizer(state, ApiId, AuthorizerId);
  const user = childrenOf(state.routes, ApiId).find((route) => route.AuthorizerId === AuthorizerId);
  if (user) throw conflict(`Cannot delete authorizer '${AuthorizerId}', is referenced in route: ${user.RouteKey}`);
  state.authorizers.delete(childKey(ApiId, AuthorizerId));
  commitChange(state, api, context);
  return {};
};

/** https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-stages-stagename-cache-authorizers.html */
export const resetAuthorizersCache: Operation<
  Given<ResetAuthorizersCacheRequest>,
  Record<string, never>,
  HttpApiState,
  Gateway
> = (state, { ApiId, StageName }, context) => {
  findApi(state, ApiId, context);
  findStage(state, ApiId, StageName);
  context.runtime.authorizerResults.clear(`${ApiId}/${StageName}/`);
  return {};
};
