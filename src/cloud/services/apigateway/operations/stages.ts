import type {
  CreateStageRequest,
  DeleteStageRequest,
  GetStageRequest,
  GetStagesRequest,
  Stage,
  Stages,
} from '@aws-sdk/client-api-gateway';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { given, touchApi } from '../changes.ts';
import { conflict } from '../errors.ts';
import { findApi, findDeployment, findStage } from '../lookup.ts';
import { childKey, childrenOf, type RestApiState, type StageRecord } from '../state.ts';

/** https://docs.aws.amazon.com/apigateway/latest/api/API_CreateStage.html */
export const createStage: Operation<Given<CreateStageRequest>, Stage, RestApiState> = (state, input, context) => {
  const { restApiId, ...settings } = input;
  findApi(state, restApiId, context);
  findDeployment(state, restApiId, input.deploymentId);
  const key = childKey(restApiId, input.stageName);
  if (state.stages.has(key)) throw conflict('Stage already exists');
  const now = new Date(context.clock.now());
  const stage: StageRecord = {
    cacheClusterEnabled: false,
    cacheClusterStatus: 'NOT_AVAILABLE',
    methodSettings: {},
    tracingEnabled: false,
    ...given(settings),
    createdDate: now,
    lastUpdatedDate: now,
  };
  state.stages.set(key, stage);
  touchApi(state, restApiId);
  return stage;
};

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetStage.html */
export const getStage: Operation<Given<GetStageRequest>, Stage, RestApiState> = (state, input, context) => {
  findApi(state, input.restApiId, context);
  return findStage(state, input.restApiId, input.stageName);
};

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetStages.html */
export const getStages: Operation<Given<GetStagesRequest>, Stages, RestApiState> = (state, input, context) => {
  findApi(state, input.restApiId, context);
  const stages = childrenOf(state.stages, input.restApiId);
  return {
    item: stages.filter((stage) => input.deploymentId === undefined || stage.deploymentId === input.deploymentId),
  };
};

/** https://docs.aws.amazon.com/apigateway/latest/api/API_DeleteStage.html */
export const deleteStage: Operation<Given<DeleteStageRequest>, object, RestApiState> = (state, input, context) => {
  findApi(state, input.restApiId, context);
  findStage(state, input.restApiId, input.stageName);
  state.stages.delete(childKey(input.restApiId, input.stageName));
  touchApi(state, input.restApiId);
  return {};
};
