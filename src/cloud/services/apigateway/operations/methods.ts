import type {
  DeleteMethodRequest,
  GetMethodRequest,
  Method,
  PutMethodRequest,
  UpdateMethodRequest,
} from '@aws-sdk/client-api-gateway';
import type { Operation } from '../../../service-kit/contract.ts';
import { type Given, given } from '../../../service-kit/input.ts';
import { setMethod } from '../changes.ts';
import { conflict } from '../errors.ts';
import { findApi, findMethod, findResource } from '../lookup.ts';
import { applyPatch } from '../patch/apply-patch.ts';
import { methodTable } from '../patch/method-tables.ts';
import type { RestApiState } from '../state.ts';
import { assertMethod, assertVerb, needsAuthorizer } from '../validation/method.ts';
import { toldMethod } from './told-method.ts';

/** https://docs.aws.amazon.com/apigateway/latest/api/API_PutMethod.html */
export const putMethod: Operation<Given<PutMethodRequest>, Method, RestApiState> = (state, input, context) => {
  const { restApiId, resourceId, httpMethod, ...settings } = input;
  findApi(state, restApiId, context);
  assertVerb(httpMethod);
  const resource = findResource(state, { restApiId, resourceId });
  const method = withoutUnused({ apiKeyRequired: false, ...given(settings), httpMethod });
  assertMethod(state, restApiId, method);
  if (resource.resourceMethods?.[httpMethod]) throw conflict('Method already exists for this resource');
  setMethod(state, { restApiId, resource, httpMethod }, method);
  return method;
};

/** A method without authorizer has no scopes either; empty texts and maps are not kept. */
function withoutUnused(method: Method): Method {
  const { authorizerId, authorizationScopes, requestValidatorId, operationName, ...rest } = method;
  const isAuthorized = needsAuthorizer(method.authorizationType);
  return {
    ...rest,
    ...(isAuthorized && authorizerId && { authorizerId }),
    ...(isAuthorized && authorizationScopes?.length && { authorizationScopes }),
    ...(requestValidatorId && { requestValidatorId }),
    ...(operationName && { operationName }),
  };
}

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetMethod.html */
export const getMethod: Operation<Given<GetMethodRequest>, Method, RestApiState> = (state, input, context) => {
  findApi(state, input.restApiId, context);
  return toldMethod(findMethod(state, input).method);
};

/** https://docs.aws.amazon.com/apigateway/latest/api/API_UpdateMethod.html */
export const updateMethod: Operation<Given<UpdateMethodRequest>, Method, RestApiState> = (state, input, context) => {
  const { restApiId, httpMethod, patchOperations } = input;
  findApi(state, restApiId, context);
  const { resource, method } = findMethod(state, input);
  const patched = withoutUnused(applyPatch(method, patchOperations, methodTable));
  assertMethod(state, restApiId, patched);
  setMethod(state, { restApiId, resource, httpMethod }, patched);
  return toldMethod(patched);
};

/** https://docs.aws.amazon.com/apigateway/latest/api/API_DeleteMethod.html */
export const deleteMethod: Operation<Given<DeleteMethodRequest>, object, RestApiState> = (state, input, context) => {
  findApi(state, input.restApiId, context);
  const { resource } = findMethod(state, input);
  setMethod(state, { ...input, resource }, undefined);
  return {};
};
