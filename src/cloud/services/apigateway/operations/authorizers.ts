import type {
  Authorizer,
  Authorizers,
  CreateAuthorizerRequest,
  DeleteAuthorizerRequest,
  GetAuthorizerRequest,
  GetAuthorizersRequest,
  UpdateAuthorizerRequest,
} from '@aws-sdk/client-api-gateway';
import type { Operation } from '../../../service-kit/contract.ts';
import { type Given, given } from '../../../service-kit/input.ts';
import { touchApi } from '../changes.ts';
import { conflict } from '../errors.ts';
import { listPage } from '../list-page.ts';
import { findApi, findAuthorizer } from '../lookup.ts';
import { authorizerTable } from '../patch/api-tables.ts';
import { applyPatch } from '../patch/apply-patch.ts';
import { type AuthorizerRecord, childKey, childrenOf, type RestApiState } from '../state.ts';
import { assertAuthorizer } from '../validation/authorizer.ts';

const ttlSecondsDefault = 300;

/** https://docs.aws.amazon.com/apigateway/latest/api/API_CreateAuthorizer.html */
export const createAuthorizer: Operation<Given<CreateAuthorizerRequest>, Authorizer, RestApiState> = (
  state,
  input,
  context,
) => {
  const { restApiId, ...settings } = input;
  findApi(state, restApiId, context);
  const isFunction = input.type === 'TOKEN' || input.type === 'REQUEST';
  const authorizer: AuthorizerRecord = {
    id: context.random.text(6),
    authType: isFunction ? 'custom' : String(input.type).toLowerCase(),
    ...(isFunction && { authorizerResultTtlInSeconds: ttlSecondsDefault }),
    ...given(settings),
  };
  assertAuthorizer(authorizer, 'createAuthorizerInput');
  assertFreeName(state, restApiId, authorizer);
  state.authorizers.set(childKey(restApiId, authorizer.id), authorizer);
  touchApi(state, restApiId);
  return authorizer;
};

function assertFreeName(state: RestApiState, restApiId: string, { id, name }: AuthorizerRecord): void {
  const others = childrenOf(state.authorizers, restApiId).filter((other) => other.id !== id);
  if (others.some((other) => other.name === name)) throw conflict('Authorizer name must be unique');
}

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetAuthorizer.html */
export const getAuthorizer: Operation<Given<GetAuthorizerRequest>, Authorizer, RestApiState> = (
  state,
  { restApiId, authorizerId },
  context,
) => {
  findApi(state, restApiId, context);
  return findAuthorizer(state, restApiId, authorizerId);
};

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetAuthorizers.html */
export const getAuthorizers: Operation<Given<GetAuthorizersRequest>, Authorizers, RestApiState> = (
  state,
  input,
  context,
) => {
  findApi(state, input.restApiId, context);
  return listPage(childrenOf(state.authorizers, input.restApiId), input, ({ id }) => id);
};

/** https://docs.aws.amazon.com/apigateway/latest/api/API_UpdateAuthorizer.html */
export const updateAuthorizer: Operation<Given<UpdateAuthorizerRequest>, Authorizer, RestApiState> = (
  state,
  { restApiId, authorizerId, patchOperations },
  context,
) => {
  findApi(state, restApiId, context);
  const known = findAuthorizer(state, restApiId, authorizerId);
  const authorizer = applyPatch(known, patchOperations, authorizerTable);
  assertAuthorizer(authorizer, 'updateAuthorizerInput');
  assertFreeName(state, restApiId, authorizer);
  state.authorizers.set(childKey(restApiId, authorizerId), authorizer);
  touchApi(state, restApiId);
  return authorizer;
};

/** https://docs.aws.amazon.com/apigateway/latest/api/API_DeleteAuthorizer.html */
export const deleteAuthorizer: Operation<Given<DeleteAuthorizerRequest>, object, RestApiState> = (
  state,
  { restApiId, authorizerId },
  context,
) => {
  findApi(state, restApiId, context);
  const { name } = findAuthorizer(state, restApiId, authorizerId);
  for (const { path, resourceMethods = {} } of childrenOf(state.resources, restApiId)) {
    const user = Object.entries(resourceMethods).find(([, method]) => method.authorizerId === authorizerId);
    if (user) {
      throw conflict(`Cannot delete authorizer '${name}', is referenced in method: ${user[0]}/${path}`);
    }
  }
  state.authorizers.delete(childKey(restApiId, authorizerId));
  touchApi(state, restApiId);
  return {};
};
