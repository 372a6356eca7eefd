import type {
  DeleteIntegrationResponseRequest,
  GetIntegrationResponseRequest,
  IntegrationResponse,
  PutIntegrationResponseRequest,
  UpdateIntegrationResponseRequest,
} from '@aws-sdk/client-api-gateway';
import type { Operation } from '../../../service-kit/contract.ts';
import { type Given, given } from '../../../service-kit/input.ts';
import { setMethod } from '../changes.ts';
import { findApi, findIntegration, findIntegrationResponse, findMethod } from '../lookup.ts';
import { applyPatch } from '../patch/apply-patch.ts';
import { integrationResponseTable } from '../patch/method-tables.ts';
import type { RestApiState } from '../state.ts';
import { assertStatusCode } from '../validation/enumerated.ts';
import { assertContentHandling } from '../validation/integration.ts';
import { assertResponseMapping } from '../validation/mapping.ts';
import { toldResponse } from './told-method.ts';

/** Which response of which method. */
interface ResponseInput {
  readonly restApiId: string;
  readonly resourceId: string;
  readonly httpMethod: string;
  readonly statusCode: string;
}

/** Puts a response where it belongs; undefined removes it. */
function setResponse(state: RestApiState, input: ResponseInput, response: IntegrationResponse | undefined): void {
  const { resource, method } = findMethod(state, input);
  const integration = findIntegration(method);
  const { [input.statusCode]: _, ...others } = integration.integrationResponses ?? {};
  const integrationResponses = response ? { ...others, [input.statusCode]: response } : others;
  setMethod(state, { ...input, resource }, { ...method, methodIntegration: { ...integration, integrationResponses } });
}

/** https://docs.aws.amazon.com/apigateway/latest/api/API_PutIntegrationResponse.html */
export const putIntegrationResponse: Operation<
  Given<PutIntegrationResponseRequest>,
  IntegrationResponse,
  RestApiState
> = (state, input, context) => {
  const { restApiId, resourceId: _resource, httpMethod: _verb, ...settings } = input;
  assertStatusCode(input.statusCode);
  findApi(state, restApiId, context);
  const { method } = findMethod(state, input);
  findIntegration(method);
  assertContentHandling('putIntegrationResponseInput', settings.contentHandling);
  assertResponseMapping(settings.responseParameters, method, input.statusCode);
  const response = given(settings);
  setResponse(state, input, response);
  return toldResponse(response);
};

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetIntegrationResponse.html */
export const getIntegrationResponse: Operation<
  Given<GetIntegrationResponseRequest>,
  IntegrationResponse,
  RestApiState
> = (state, input, context) => {
  findApi(state, input.restApiId, context);
  return toldResponse(findIntegrationResponse(findIntegration(findMethod(state, input).method), input.statusCode));
};

/** https://docs.aws.amazon.com/apigateway/latest/api/API_UpdateIntegrationResponse.html */
export const updateIntegrationResponse: Operation<
  Given<UpdateIntegrationResponseRequest>,
  IntegrationResponse,
  RestApiState
> = (state, input, context) => {
  findApi(state, input.restApiId, context);
  const { method } = findMethod(state, input);
  const known = findIntegrationResponse(findIntegration(method), input.statusCode);
  const response = applyPatch(known, input.patchOperations, integrationResponseTable);
  assertContentHandling('updateIntegrationResponseInput', response.contentHandling);
  assertResponseMapping(response.responseParameters, method, input.statusCode);
  setResponse(state, input, response);
  return toldResponse(response);
};

/** https://docs.aws.amazon.com/apigateway/latest/api/API_DeleteIntegrationResponse.html */
export const deleteIntegrationResponse: Operation<Given<DeleteIntegrationResponseRequest>, object, RestApiState> = (
  state,
  input,
  context,
) => {
  findApi(state, input.restApiId, context);
  findIntegrationResponse(findIntegration(findMethod(state, input).method), input.statusCode);
  setResponse(state, input, undefined);
  return {};
};
