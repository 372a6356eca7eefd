import type {
  DeleteMethodResponseRequest,
  GetMethodResponseRequest,
  MethodResponse,
  PutMethodResponseRequest,
  UpdateMethodResponseRequest,
} from '@aws-sdk/client-api-gateway';
import type { Operation } from '../../../service-kit/contract.ts';
import { type Given, given } from '../../../service-kit/input.ts';
import { setMethod } from '../changes.ts';
import { conflict } from '../errors.ts';
import { findApi, findMethod, findMethodResponse } from '../lookup.ts';
import { applyPatch } from '../patch/apply-patch.ts';
import { methodResponseTable } from '../patch/method-tables.ts';
import type { RestApiState } from '../state.ts';
import { assertStatusCode } from '../validation/enumerated.ts';
import { assertResponseParameters } from '../validation/mapping.ts';
import { assertModels } from '../validation/method.ts';

/** https://docs.aws.amazon.com/apigateway/latest/api/API_PutMethodResponse.html */
export const putMethodResponse: Operation<Given<PutMethodResponseRequest>, MethodResponse, RestApiState> = (
  state,
  input,
  context,
) => {
  const { restApiId, resourceId: _, httpMethod, ...settings } = input;
  assertStatusCode(input.statusCode);
  findApi(state, restApiId, context);
  const { resource, method } = findMethod(state, input);
  if (method.methodResponses?.[input.statusCode]) throw conflict('Response already exists for this resource');
  assertResponseParameters(settings.responseParameters);
  assertModels(state, restApiId, settings.responseModels);
  const response = given(settings);
  const methodResponses = { ...method.methodResponses, [input.statusCode]: response };
  setMethod(state, { restApiId, resource, httpMethod }, { ...method, methodResponses });
  return response;
};

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetMethodResponse.html */
export const getMethodResponse: Operation<Given<GetMethodResponseRequest>, MethodResponse, RestApiState> = (
  state,
  input,
  context,
) => {
  findApi(state, input.restApiId, context);
  return findMethodResponse(findMethod(state, input).method, input.statusCode);
};

/** https://docs.aws.amazon.com/apigateway/latest/api/API_UpdateMethodResponse.html */
export const updateMethodResponse: Operation<Given<UpdateMethodResponseRequest>, MethodResponse, RestApiState> = (
  state,
  input,
  context,
) => {
  const { restApiId, httpMethod, statusCode, patchOperations } = input;
  findApi(state, restApiId, context);
  const { resource, method } = findMethod(state, input);
  const response = applyPatch(findMethodResponse(method, statusCode), patchOperations, methodResponseTable);
  assertResponseParameters(response.responseParameters);
  assertModels(state, restApiId, response.responseModels);
  const methodResponses = { ...method.methodResponses, [statusCode]: response };
  setMethod(state, { restApiId, resource, httpMethod }, { ...method, methodResponses });
  return response;
};

/** https://docs.aws.amazon.com/apigateway/latest/api/API_DeleteMethodResponse.html */
export const deleteMethodResponse: Operation<Given<DeleteMethodResponseRequest>, object, RestApiState> = (
  state,
  input,
  context,
) => {
  findApi(state, input.restApiId, context);
  const { resource, method } = findMethod(state, input);
  findMethodResponse(method, input.statusCode);
  const { [input.statusCode]: _, ...methodResponses } = method.methodResponses ?? {};
  setMethod(state, { ...input, resource }, { ...method, methodResponses });
  return {};
};
