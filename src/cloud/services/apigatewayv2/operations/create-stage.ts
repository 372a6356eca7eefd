import type { CreateStageRequest, CreateStageResponse } from '@aws-sdk/client-apigatewayv2';
import type { Operation } from '../../../service-kit/contract.ts';
import { type Given, given } from '../../../service-kit/input.ts';
import { defaultStageSettings } from '../defaults.ts';
import { commitChange } from '../deploying.ts';
import { badRequest, conflict } from '../errors.ts';
import { findApi, findStage } from '../lookup.ts';
import { childKey, type HttpApiState, type StageRecord } from '../state.ts';
import { assertStage } from '../validation/stage.ts';

/** https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-stages.html#CreateStage */
export const createStage: Operation<Given<CreateStageRequest>, CreateStageResponse, HttpApiState> = (
  state,
  input,
  context,
) => {
  const { ApiId, ...settings } = input;
  const api = findApi(state, ApiId, context);
  const key = childKey(ApiId, settings.StageName);
  if (state.stages.has(key)) throw conflict('Stage already exists');
  if (settings.AutoDeploy && settings.DeploymentId !== undefined) {
    throw badRequest('DeploymentId cannot be specified for a stage with AutoDeploy enabled');
  }
  const now = new Date(context.clock.now());
  const stage: StageRecord = {
    AutoDeploy: false,
    ...defaultStageSettings,
    ...given(settings),
    ApiGatewayManaged: false,
    CreatedDate: now,
    LastUpdatedDate: now,
  };
  assertStage(state, ApiId, stage);
  state.stages.set(key, stage);
  commitChange(state, api, context);
  return findStage(state, ApiId, stage.StageName);
};
