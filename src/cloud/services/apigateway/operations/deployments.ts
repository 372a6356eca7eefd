import type {
  CreateDeploymentRequest,
  DeleteDeploymentRequest,
  Deployment,
  Deployments,
  GetDeploymentRequest,
  GetDeploymentsRequest,
  UpdateDeploymentRequest,
} from '@aws-sdk/client-api-gateway';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import { type Given, given } from '../../../service-kit/input.ts';
import { thisSecond, touchApi } from '../changes.ts';
import { badRequest } from '../errors.ts';
import { listPage } from '../list-page.ts';
import { findApi, findDeployment } from '../lookup.ts';
import { newStage } from '../new-stage.ts';
import { deploymentTable } from '../patch/api-tables.ts';
import { applyPatch } from '../patch/apply-patch.ts';
import {
  type Configuration,
  childKey,
  childrenOf,
  currentConfiguration,
  type DeploymentRecord,
  type RestApiState,
  type StageRecord,
} from '../state.ts';
import { assertStage } from '../validation/stage.ts';

/** A deployment without what it froze; a summary of that is told to who asks for it. */
function describeDeployment({ frozen, ...deployment }: DeploymentRecord, embed: readonly string[] = []): Deployment {
  return embed.some((name) => name.toLowerCase() === 'apisummary')
    ? { ...deployment, apiSummary: summaryOf(frozen) }
    : deployment;
}

const summaryOf = ({ resources }: Configuration): NonNullable<Deployment['apiSummary']> =>
  Object.fromEntries(
    resources.flatMap(({ path, resourceMethods = {} }) => {
      const methods = Object.entries(resourceMethods).map(
        ([verb, { authorizationType, apiKeyRequired = false }]) =>
          [verb, { authorizationType, apiKeyRequired }] as const,
      );
      return methods.length > 0 ? [[path, Object.fromEntries(methods)]] : [];
    }),
  );

/** Freezes the API as it is; with `stageName` that stage serves it. https://docs.aws.amazon.com/apigateway/latest/api/API_CreateDeployment.html */
export const createDeployment: Operation<Given<CreateDeploymentRequest>, Deployment, RestApiState> = (
  state,
  input,
  context,
) => {
  const { restApiId, description, stageName } = input;
  const frozen = currentConfiguration(state, findApi(state, restApiId, context));
  assertDeployable(frozen);
  const deployment: DeploymentRecord = {
    id: context.random.text(6),
    ...(description && { description }),
    createdDate: thisSecond(context),
    frozen,
  };
  const stage = stageName ? stageOf(state, input, deployment.id, context) : undefined;
  state.deployments.set(childKey(restApiId, deployment.id), deployment);
  if (stage) state.stages.set(childKey(restApiId, stage.stageName), stage);
  touchApi(state, restApiId);
  return describeDeployment(deployment);
};

/** Each method needs an integration, and there is a method at all. */
function assertDeployable({ resources }: Configuration): void {
  const methods = resources.flatMap(({ resourceMethods = {} }) => Object.values(resourceMethods));
  if (methods.length === 0) throw badRequest("The REST API doesn't contain any methods");
  if (methods.some(({ methodIntegration }) => !methodIntegration)) {
    throw badRequest('No integration defined for method');
  }
}

/** The stage of that name, new or known; as a canary the deployment serves a part of its requests alone. */
function stageOf(
  state: RestApiState,
  input: Given<CreateDeploymentRequest>,
  deploymentId: string,
  context: Context,
): StageRecord {
  const { restApiId, stageName = '', stageDescription, canarySettings } = input;
  const { variables, cacheClusterEnabled, cacheClusterSize, tracingEnabled } = input;
  const known = state.stages.get(childKey(restApiId, stageName));
  const canary = canarySettings && {
    canarySettings: { percentTraffic: 0, useStageCache: false, ...given(canarySettings), deploymentId },
  };
  const stage: StageRecord = {
    ...newStage({ ...known, stageName, deploymentId: canary && known ? known.deploymentId : deploymentId }, context),
    ...(known?.createdDate && { createdDate: known.createdDate }),
    ...given({ description: stageDescription, variables, cacheClusterEnabled, cacheClusterSize, tracingEnabled }),
    ...canary,
  };
  assertStage(stage, 'createDeploymentInput');
  return stage;
}

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetDeployment.html */
export const getDeployment: Operation<Given<GetDeploymentRequest>, Deployment, RestApiState> = (
  state,
  { restApiId, deploymentId, embed },
  context,
) => {
  findApi(state, restApiId, context);
  return describeDeployment(findDeployment(state, restApiId, deploymentId), embed);
};

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetDeployments.html */
export const getDeployments: Operation<Given<GetDeploymentsRequest>, Deployments, RestApiState> = (
  state,
  input,
  context,
) => {
  findApi(state, input.restApiId, context);
  const page = listPage(childrenOf(state.deployments, input.restApiId), input, ({ id }) => id);
  return { ...page, items: page.items.map((deployment) => describeDeployment(deployment)) };
};

/** https://docs.aws.amazon.com/apigateway/latest/api/API_UpdateDeployment.html */
export const updateDeployment: Operation<Given<UpdateDeploymentRequest>, Deployment, RestApiState> = (
  state,
  { restApiId, deploymentId, patchOperations },
  context,
) => {
  findApi(state, restApiId, context);
  const known = findDeployment(state, restApiId, deploymentId);
  const deployment = applyPatch(known, patchOperations, deploymentTable);
  state.deployments.set(childKey(restApiId, deploymentId), deployment);
  return describeDeployment(deployment);
};

/** Not while a stage or its canary serves it. https://docs.aws.amazon.com/apigateway/latest/api/API_DeleteDeployment.html */
export const deleteDeployment: Operation<Given<DeleteDeploymentRequest>, object, RestApiState> = (
  state,
  { restApiId, deploymentId },
  context,
) => {
  findApi(state, restApiId, context);
  findDeployment(state, restApiId, deploymentId);
  const isServed = childrenOf(state.stages, restApiId).some(
    (stage) => stage.deploymentId === deploymentId || stage.canarySettings?.deploymentId === deploymentId,
  );
  if (isServed) throw badRequest('Active stages pointing to this deployment must be moved or deleted');
  state.deployments.delete(childKey(restApiId, deploymentId));
  return {};
};
