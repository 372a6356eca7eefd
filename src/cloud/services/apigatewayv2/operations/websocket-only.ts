import type {
  CreateIntegrationResponseRequest,
  CreateModelRequest,
  CreateRouteResponseRequest,
  DeleteIntegrationResponseRequest,
  DeleteModelRequest,
  DeleteRouteRequestParameterRequest,
  DeleteRouteResponseRequest,
  GetIntegrationResponseRequest,
  GetIntegrationResponsesRequest,
  GetIntegrationResponsesResponse,
  GetModelRequest,
  GetModelsRequest,
  GetModelsResponse,
  GetModelTemplateRequest,
  GetRouteResponseRequest,
  GetRouteResponsesRequest,
  GetRouteResponsesResponse,
  UpdateIntegrationResponseRequest,
  UpdateModelRequest,
  UpdateRouteResponseRequest,
} from '@aws-sdk/client-apigatewayv2';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { childOfApiNotFound, unsupportedForHttp } from '../errors.ts';
import { listPage } from '../list-page.ts';
import { findApi, findIntegration, findRoute } from '../lookup.ts';
import type { HttpApiState } from '../state.ts';

/** Models, route responses and integration responses belong to WebSocket APIs: an HTTP API has none and gets none. */
type Refusal<Input> = Operation<Given<Input>, never, HttpApiState>;

type Asked = Pick<Context, 'account'>;

/** https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-models.html */
export const createModel: Refusal<CreateModelRequest> = (state, { ApiId }, context) => {
  findApi(state, ApiId, context);
  throw unsupportedForHttp('Model');
};

/** https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-models.html#GetModels */
export const getModels: Operation<Given<GetModelsRequest>, GetModelsResponse, HttpApiState> = (
  state,
  input,
  context,
) => {
  findApi(state, input.ApiId, context);
  return listPage<never>([], input, () => '');
};

interface OfModel {
  readonly ApiId: string;
  readonly ModelId: string;
}

function noModel(state: HttpApiState, { ApiId, ModelId }: OfModel, context: Asked): never {
  findApi(state, ApiId, context);
  throw childOfApiNotFound('Model', ModelId);
}

export const getModel: Refusal<GetModelRequest> = noModel;
export const getModelTemplate: Refusal<GetModelTemplateRequest> = noModel;
export const updateModel: Refusal<UpdateModelRequest> = noModel;
export const deleteModel: Refusal<DeleteModelRequest> = noModel;

/** https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-routes-routeid-routeresponses.html */
export const createRouteResponse: Refusal<CreateRouteResponseRequest> = (state, { ApiId, RouteId }, context) => {
  findApi(state, ApiId, context);
  findRoute(state, ApiId, RouteId);
  throw unsupportedForHttp('RouteResponse');
};

/** https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-routes-routeid-routeresponses.html#GetRouteResponses */
export const getRouteResponses: Operation<Given<GetRouteResponsesRequest>, GetRouteResponsesResponse, HttpApiState> = (
  state,
  input,
  context,
) => {
  findApi(state, input.ApiId, context);
  findRoute(state, input.ApiId, input.RouteId);
  return listPage<never>([], input, () => '');
};

interface OfRouteResponse {
  readonly ApiId: string;
  readonly RouteId: string;
  readonly RouteResponseId: string;
}

function noRouteResponse(state: HttpApiState, input: OfRouteResponse, context: Asked): never {
  findApi(state, input.ApiId, context);
  findRoute(state, input.ApiId, input.RouteId);
  throw childOfApiNotFound('RouteResponse', input.RouteResponseId);
}

export const getRouteResponse: Refusal<GetRouteResponseRequest> = noRouteResponse;
export const updateRouteResponse: Refusal<UpdateRouteResponseRequest> = noRouteResponse;
export const deleteRouteResponse: Refusal<DeleteRouteResponseRequest> = noRouteResponse;

/** https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-routes-routeid-requestparameters-requestparameterkey.html */
export const deleteRouteRequestParameter: Refusal<DeleteRouteRequestParameterRequest> = (state, input, context) => {
  findApi(state, input.ApiId, context);
  findRoute(state, input.ApiId, input.RouteId);
  throw childOfApiNotFound('RequestParameter', input.RequestParameterKey);
};

/** https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-integrations-integrationid-integrationresponses.html */
export const createIntegrationResponse: Refusal<CreateIntegrationResponseRequest> = (state, input, context) => {
  findApi(state, input.ApiId, context);
  findIntegration(state, input.ApiId, input.IntegrationId);
  throw unsupportedForHttp('IntegrationResponse');
};

/** https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-integrations-integrationid-integrationresponses.html#GetIntegrationResponses */
export const getIntegrationResponses: Operation<
  Given<GetIntegrationResponsesRequest>,
  GetIntegrationResponsesResponse,
  HttpApiState
> = (state, input, context) => {
  findApi(state, input.ApiId, context);
  findIntegration(state, input.ApiId, input.IntegrationId);
  return listPage<never>([], input, () => '');
};

interface OfIntegrationResponse {
  readonly ApiId: string;
  readonly IntegrationId: string;
  readonly IntegrationResponseId: string;
}

function noIntegrationResponse(state: HttpApiState, input: OfIntegrationResponse, context: Asked): never {
  findApi(state, input.ApiId, context);
  findIntegration(state, input.ApiId, input.IntegrationId);
  throw childOfApiNotFound('IntegrationResponse', input.IntegrationResponseId);
}

export const getIntegrationResponse: Refusal<GetIntegrationResponseRequest> = noIntegrationResponse;
export const updateIntegrationResponse: Refusal<UpdateIntegrationResponseRequest> = noIntegrationResponse;
export const deleteIntegrationResponse: Refusal<DeleteIntegrationResponseRequest> = noIntegrationResponse;
