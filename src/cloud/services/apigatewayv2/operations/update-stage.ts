import type {
  DeleteAccessLogSettingsRequest,
  DeleteRouteSettingsRequest,
  UpdateStageRequest,
  UpdateStageResponse,
} from '@aws-sdk/client-apigatewayv2';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import { type Given, given } from '../../../service-kit/input.ts';
import { commitChange, freezeDeployment } from '../deploying.ts';
import { badRequest } from '../errors.ts';
import { findApi, findStage } from '../lookup.ts';
import { childKey, type HttpApiState, type StageRecord } from '../state.ts';
import { assertStage } from '../validation/stage.ts';

/** https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-stages-stagename.html#UpdateStage */
export const updateStage: Operation<Given<UpdateStageRequest>, UpdateStageResponse, HttpApiState> = (
  state,
  input,
  context,
) => {
  const { ApiId, StageName, ...changes } = input;
  findApi(state, ApiId, context);
  const previous = findStage(state, ApiId, StageName);
  const stage: StageRecord = { ...previous, ...given(changes) };
  if (stage.AutoDeploy && changes.DeploymentId !== undefined) {
    throw badRequest('DeploymentId cannot be specified for a stage with AutoDeploy enabled');
  }
  assertStage(state, ApiId, stage);
  if (previous.AutoDeploy && !stage.AutoDeploy) freezeDeployment(state, ApiId, previous.DeploymentId);
  return replaceStage(state, ApiId, stage, context);
};

/** https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-stages-stagename-accesslogsettings.html */
export const deleteAccessLogSettings: Operation<
  Given<DeleteAccessLogSettingsRequest>,
  Record<string, never>,
  HttpApiState
> = (state, { ApiId, StageName }, context) => {
  findApi(state, ApiId, context);
  const { AccessLogSettings: _, ...stage } = findStage(state, ApiId, StageName);
  replaceStage(state, ApiId, stage, context);
  return {};
};

/** https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-stages-stagename-routesettings-routekey.html */
export const deleteRouteSettings: Operation<Given<DeleteRouteSettingsRequest>, Record<string, never>, HttpApiState> = (
  state,
  { ApiId, StageName, RouteKey },
  context,
) => {
  findApi(state, ApiId, context);
  const stage = findStage(state, ApiId, StageName);
  const { [RouteKey]: _, ...RouteSettings } = stage.RouteSettings ?? {};
  replaceStage(state, ApiId, { ...stage, RouteSettings }, context);
  return {};
};

/**
 * A change of a stage is a change of its API: what was compiled is compiled anew, automatic deployment sees to its
 * own.
 */
function replaceStage(state: HttpApiState, apiId: string, stage: StageRecord, context: Context): StageRecord {
  const updated: StageRecord = { ...stage, LastUpdatedDate: new Date(context.clock.now()) };
  state.stages.set(childKey(apiId, stage.StageName), updated);
  commitChange(state, findApi(state, apiId, context), context);
  return findStage(state, apiId, stage.StageName);
}
