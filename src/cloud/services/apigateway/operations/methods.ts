import type {
  DeleteMethodRequest,
  GetMethodRequest,
  Method,
  MethodResponse,
  PutMethodRequest,
  PutMethodResponseRequest,
} from '@aws-sdk/client-api-gateway';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { given, setMethod } from '../changes.ts';
import { conflict } from '../errors.ts';
import { findApi, findMethod, findResource } from '../lookup.ts';
import type { RestApiState } from '../state.ts';

/** https://docs.aws.amazon.com/apigateway/latest/api/API_PutMethod.html */
export const putMethod: Operation<Given<PutMethodRequest>, Method, RestApiState> = (state, input, context) => {
  const { restApiId, resourceId, httpMethod, ...settings } = input;
  findApi(state, restApiId, context);
  const resource = findResource(state, { restApiId, resourceId });
  if (resource.resourceMethods?.[httpMethod]) throw conflict('Method already exists for this resource');
  const method: Method = { apiKeyRequired: false, ...given(settings), httpMethod };
  setMethod(state, { restApiId, resource, httpMethod }, method);
  return method;
};

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetMethod.html */
export const getMethod: Operation<Given<GetMethodRequest>, Method, RestApiState> = (state, input, context) => {
  findApi(state, input.restApiId, context);
  return findMethod(state, input).method;
};

/** https://docs.aws.amazon.com/apigateway/latest/api/API_DeleteMethod.html */
export const deleteMethod: Operation<Given<DeleteMethodRequest>, object, RestApiState> = (state, input, context) => {
  findApi(state, input.restApiId, context);
  const { resource } = findMethod(state, input);
  setMethod(state, { ...input, resource }, undefined);
  return {};
};

/** https://docs.aws.amazon.com/apigateway/latest/api/API_PutMethodResponse.html */
export const putMethodResponse: Operation<Given<PutMethodResponseRequest>, MethodResponse, RestApiState> = (
  state,
  input,
  context,
) => {
  const { restApiId, resourceId: _, httpMethod, ...response } = input;
  findApi(state, restApiId, context);
  const { resource, method } = findMethod(state, input);
  if (method.methodResponses?.[input.statusCode]) throw conflict('Response already exists for this resource');
  const methodResponses = { ...method.methodResponses, [input.statusCode]: given(response) };
  setMethod(state, { restApiId, resource, httpMethod }, { ...method, methodResponses });
  return given(response);
};
