import type {
  CreateStageRequest,
  DeleteStageRequest,
  FlushStageAuthorizersCacheRequest,
  FlushStageCacheRequest,
  GetStageRequest,
  GetStagesRequest,
  MethodSetting,
  Stage,
  Stages,
  UpdateStageRequest,
} from '@aws-sdk/client-api-gateway';
import type { Operation } from '../../../service-kit/contract.ts';
import { type Given, given } from '../../../service-kit/input.ts';
import { filled, thisSecond, touchApi } from '../changes.ts';
import { badRequest, conflict } from '../errors.ts';
import type { Gateway } from '../gateway.ts';
import { findApi, findDeployment, findStage } from '../lookup.ts';
import { newStage, withCacheCluster } from '../new-stage.ts';
import { applyPatch } from '../patch/apply-patch.ts';
import { invalidStagePath, stageTable } from '../patch/stage-table.ts';
import { childKey, childrenOf, type RestApiState, type StageRecord } from '../state.ts';
import { assertStage } from '../validation/stage.ts';
import { findClientCertificate } from './client-certificates.ts';
import { findDocumentationVersion } from './documentation-versions.ts';

/** What a method's settings are of which nobody said anything. https://docs.aws.amazon.com/apigateway/latest/api/API_MethodSetting.html */
const settingsDefault: MethodSetting = {
  metricsEnabled: false,
  dataTraceEnabled: false,
  throttlingBurstLimit: 5000,
  throttlingRateLimit: 10_000,
  cachingEnabled: false,
  cacheTtlInSeconds: 300,
  cacheDataEncrypted: false,
  requireAuthorizationForCacheControl: true,
  unauthorizedCacheControlHeaderStrategy: 'SUCCEED_WITH_RESPONSE_HEADER',
};

/** https://docs.aws.amazon.com/apigateway/latest/api/API_CreateStage.html */
export const createStage: Operation<Given<CreateStageRequest>, Stage, RestApiState> = (state, input, context) => {
  const { restApiId, canarySettings, tags = {}, ...settings } = input;
  findApi(state, restApiId, context);
  findDeployment(state, restApiId, input.deploymentId);
  const canary = canarySettings && { percentTraffic: 0, useStageCache: false, ...given(canarySettings) };
  const stage = newStage(
    {
      ...filled(settings),
      ...(canary && { canarySettings: canary }),
      ...(Object.keys(tags).length > 0 && { tags }),
    },
    context,
  );
  assertStage(stage, 'createStageInput');
  assertReferences(state, restApiId, stage);
  const key = childKey(restApiId, input.stageName);
  if (state.stages.has(key)) throw conflict('Stage already exists');
  state.stages.set(key, stage);
  touchApi(state, restApiId);
  return stage;
};

/** What a stage names beside deployments is there. @throws NotFoundException */
function assertReferences(state: RestApiState, restApiId: string, stage: Stage): void {
  const { documentationVersion, clientCertificateId } = stage;
  if (documentationVersion) findDocumentationVersion(state, restApiId, documentationVersion);
  if (clientCertificateId) findClientCertificate(state, clientCertificateId);
}

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

/** https://docs.aws.amazon.com/apigateway/latest/api/API_UpdateStage.html */
export const updateStage: Operation<Given<UpdateStageRequest>, Stage, RestApiState> = (
  state,
  { restApiId, stageName, patchOperations },
  context,
) => {
  findApi(state, restApiId, context);
  const known = findStage(state, restApiId, stageName);
  const patched = applyPatch(known, patchOperations, stageTable, invalidStagePath);
  const stage = completed({ ...patched, lastUpdatedDate: thisSecond(context) });
  assertStage(stage, 'updateStageInput');
  assertReferences(state, restApiId, stage);
  for (const id of [stage.deploymentId, stage.canarySettings?.deploymentId]) {
    if (id !== undefined && !state.deployments.has(childKey(restApiId, id))) {
      throw badRequest('Deployment id does not exist');
    }
  }
  state.stages.set(childKey(restApiId, stageName), stage);
  touchApi(state, restApiId);
  return stage;
};

/** With defaults for what a patch only began, and without what it emptied. */
function completed(stage: StageRecord): StageRecord {
  const { variables = {}, canarySettings, methodSettings = {}, accessLogSettings = {}, ...others } = stage;
  return withCacheCluster({
    ...others,
    ...(Object.keys(variables).length > 0 && { variables }),
    ...(Object.keys(accessLogSettings).length > 0 && { accessLogSettings }),
    ...(canarySettings && { canarySettings: { percentTraffic: 0, useStageCache: false, ...canarySettings } }),
    methodSettings: Object.fromEntries(
      Object.entries(methodSettings).map(([method, settings]) => [method, { ...settingsDefault, ...settings }]),
    ),
  });
}

/** https://docs.aws.amazon.com/apigateway/latest/api/API_DeleteStage.html */
export const deleteStage: Operation<Given<DeleteStageRequest>, object, RestApiState, Gateway> = (
  state,
  input,
  context,
) => {
  findApi(state, input.restApiId, context);
  findStage(state, input.restApiId, input.stageName);
  state.stages.delete(childKey(input.restApiId, input.stageName));
  // Another stage of that name begins with an empty cache.
  context.runtime.responses.flush(input.restApiId, input.stageName);
  touchApi(state, input.restApiId);
  return {};
};

/** https://docs.aws.amazon.com/apigateway/latest/api/API_FlushStageCache.html */
export const flushStageCache: Operation<Given<FlushStageCacheRequest>, object, RestApiState, Gateway> = (
  state,
  { restApiId, stageName },
  context,
) => {
  findApi(state, restApiId, context);
  findStage(state, restApiId, stageName);
  context.runtime.responses.flush(restApiId, stageName);
  return {};
};

/** https://docs.aws.amazon.com/apigateway/latest/api/API_FlushStageAuthorizersCache.html */
export const flushStageAuthorizersCache: Operation<
  Given<FlushStageAuthorizersCacheRequest>,
  object,
  RestApiState,
  Gateway
> = (state, { restApiId, stageName }, context) => {
  findApi(state, restApiId, context);
  findStage(state, restApiId, stageName);
  context.runtime.authorizerResults.clear(`${restApiId}/${stageName}/`);
  return {};
};
