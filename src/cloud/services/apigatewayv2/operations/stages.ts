import type {
  DeleteStageRequest,
  GetStageRequest,
  GetStageResponse,
  GetStagesRequest,
  GetStagesResponse,
} from '@aws-sdk/client-apigatewayv2';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { commitChange } from '../deploying.ts';
import { badRequest } from '../errors.ts';
import { listPage } from '../list-page.ts';
import { findApi, findStage } from '../lookup.ts';
import { childKey, childrenOf, type HttpApiState } from '../state.ts';

/** https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-stages-stagename.html#GetStage */
export const getStage: Operation<Given<GetStageRequest>, GetStageResponse, HttpApiState> = (state, input, context) => {
  findApi(state, input.ApiId, context);
  return findStage(state, input.ApiId, input.StageName);
};

/** https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-stages.html#GetStages */
export const getStages: Operation<Given<GetStagesRequest>, GetStagesResponse, HttpApiState> = (
  state,
  input,
  context,
) => {
  findApi(state, input.ApiId, context);
  return listPage(childrenOf(state.stages, input.ApiId), input, (stage) => stage.StageName);
};

/** https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-stages-stagename.html#DeleteStage */
export const deleteStage: Operation<Given<DeleteStageRequest>, Record<string, never>, HttpApiState> = (
  state,
  { ApiId, StageName },
  context,
) => {
  const api = findApi(state, ApiId, context);
  findStage(state, ApiId, StageName);
  const isMapped = [...state.apiMappings.values()].some(
    (mapping) => mapping.ApiId === ApiId && mapping.Stage === StageName,
  );
  if (isMapped) {
    throw badRequest(
      `Deleting stage ${StageName} failed. Please remove all API mappings for the stage from your custom domain names.`,
    );
  }
  state.stages.delete(childKey(ApiId, StageName));
  commitChange(state, api, context);
  return {};
};
