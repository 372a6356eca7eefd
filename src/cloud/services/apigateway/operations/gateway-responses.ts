import type {
  DeleteGatewayResponseRequest,
  GatewayResponse,
  GatewayResponses,
  GatewayResponseType,
  GetGatewayResponseRequest,
  GetGatewayResponsesRequest,
  PutGatewayResponseRequest,
  UpdateGatewayResponseRequest,
} from '@aws-sdk/client-api-gateway';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { touchApi } from '../changes.ts';
import { notFound } from '../errors.ts';
import { findApi } from '../lookup.ts';
import { gatewayResponseTable } from '../patch/api-tables.ts';
import { applyPatch } from '../patch/apply-patch.ts';
import { childKey, type GatewayResponseRecord, type RestApiState } from '../state.ts';
import { assertEnumerated, assertStatusCode } from '../validation/enumerated.ts';
import { assertGatewayParameters } from '../validation/mapping.ts';

/** Types with AWS's own status. https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html */
const statusCodes: Readonly<Record<GatewayResponseType, string | undefined>> = {
  ACCESS_DENIED: '403',
  API_CONFIGURATION_ERROR: '500',
  AUTHORIZER_CONFIGURATION_ERROR: '500',
  AUTHORIZER_FAILURE: '500',
  BAD_REQUEST_BODY: '400',
  BAD_REQUEST_PARAMETERS: '400',
  DEFAULT_4XX: undefined,
  DEFAULT_5XX: undefined,
  EXPIRED_TOKEN: '403',
  INTEGRATION_FAILURE: '504',
  INTEGRATION_TIMEOUT: '504',
  INVALID_API_KEY: '403',
  INVALID_SIGNATURE: '403',
  MISSING_AUTHENTICATION_TOKEN: '403',
  QUOTA_EXCEEDED: '429',
  REQUEST_TOO_LARGE: '413',
  RESOURCE_NOT_FOUND: '404',
  THROTTLED: '429',
  UNAUTHORIZED: '401',
  UNSUPPORTED_MEDIA_TYPE: '415',
  WAF_FILTERED: '403',
};

const types = Object.keys(statusCodes) as GatewayResponseType[];
const defaultTemplates = { 'application/json': '{"message":$context.error.messageString}' };

/** As AWS has it where nobody said otherwise. */
const defaultOf = (responseType: GatewayResponseType): GatewayResponse => ({
  responseType,
  ...(statusCodes[responseType] !== undefined && { statusCode: statusCodes[responseType] }),
  responseParameters: {},
  responseTemplates: defaultTemplates,
  defaultResponse: true,
});

/** https://docs.aws.amazon.com/apigateway/latest/api/API_PutGatewayResponse.html */
export const putGatewayResponse: Operation<Given<PutGatewayResponseRequest>, GatewayResponse, RestApiState> = (
  state,
  { restApiId, responseType, statusCode, responseParameters = {}, responseTemplates = {} },
  context,
) => {
  assertEnumerated('responseType', responseType, types);
  assertStatusCode(statusCode);
  findApi(state, restApiId, context);
  assertGatewayParameters(responseParameters);
  const status = statusCode ?? statusCodes[responseType];
  const response: GatewayResponseRecord = {
    responseType,
    ...(status !== undefined && { statusCode: status }),
    responseParameters,
    responseTemplates,
    defaultResponse: false,
  };
  state.gatewayResponses.set(childKey(restApiId, responseType), response);
  touchApi(state, restApiId);
  return response;
};

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetGatewayResponse.html */
export const getGatewayResponse: Operation<Given<GetGatewayResponseRequest>, GatewayResponse, RestApiState> = (
  state,
  { restApiId, responseType },
  context,
) => {
  assertEnumerated('responseType', responseType, types);
  findApi(state, restApiId, context);
  return state.gatewayResponses.get(childKey(restApiId, responseType)) ?? defaultOf(responseType);
};

/** All types there are, in one page. https://docs.aws.amazon.com/apigateway/latest/api/API_GetGatewayResponses.html */
export const getGatewayResponses: Operation<Given<GetGatewayResponsesRequest>, GatewayResponses, RestApiState> = (
  state,
  { restApiId },
  context,
) => {
  findApi(state, restApiId, context);
  return {
    items: types.map((type) => state.gatewayResponses.get(childKey(restApiId, type)) ?? defaultOf(type)),
  };
};

/** Starts from AWS's own where there is none yet. https://docs.aws.amazon.com/apigateway/latest/api/API_UpdateGatewayResponse.html */
export const updateGatewayResponse: Operation<Given<UpdateGatewayResponseRequest>, GatewayResponse, RestApiState> = (
  state,
  { restApiId, responseType, patchOperations },
  context,
) => {
  assertEnumerated('responseType', responseType, types);
  findApi(state, restApiId, context);
  const key = childKey(restApiId, responseType);
  const known = state.gatewayResponses.get(key) ?? defaultOf(responseType);
  const response: GatewayResponseRecord = {
    ...applyPatch(known, patchOperations, gatewayResponseTable),
    responseType,
    defaultResponse: false,
  };
  assertStatusCode(response.statusCode);
  assertGatewayParameters(response.responseParameters);
  state.gatewayResponses.set(key, response);
  touchApi(state, restApiId);
  return response;
};

/** AWS's own is back. https://docs.aws.amazon.com/apigateway/latest/api/API_DeleteGatewayResponse.html */
export const deleteGatewayResponse: Operation<Given<DeleteGatewayResponseRequest>, object, RestApiState> = (
  state,
  { restApiId, responseType },
  context,
) => {
  assertEnumerated('responseType', responseType, types);
  findApi(state, restApiId, context);
  const key = childKey(restApiId, responseType);
  if (!state.gatewayResponses.has(key)) throw notFound('Gateway response type not defined on api');
  state.gatewayResponses.delete(key);
  touchApi(state, restApiId);
  return {};
};
