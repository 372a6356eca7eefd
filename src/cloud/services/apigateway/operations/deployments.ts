import type { CreateDeploymentRequest, Deployment, GetDeploymentRequest } from '@aws-sdk/client-api-gateway';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { touchApi } from '../changes.ts';
import { badRequest } from '../errors.ts';
import { findApi, findDeployment } from '../lookup.ts';
import {
  type Configuration,
  childKey,
  currentConfiguration,
  type DeploymentRecord,
  type RestApiState,
  type StageRecord,
} from '../state.ts';

/** A deployment without what it froze. */
function describeDeployment({ frozen: _, ...deployment }: DeploymentRecord): Deployment {
  return deployment;
}

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
    ...(description !== undefined && { description }),
    createdDate: new Date(context.clock.now()),
    frozen,
  };
  state.deployments.set(childKey(restApiId, deployment.id), deployment);
  if (stageName !== undefined)
    state.stages.set(childKey(restApiId, stageName), stageOf(state, input, deployment.id, context));
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

function stageOf(
  state: RestApiState,
  { restApiId, stageName = '', stageDescription, variables }: Given<CreateDeploymentRequest>,
  deploymentId: string,
  context: Context,
): StageRecord {
  const now = new Date(context.clock.now());
  const known = state.stages.get(childKey(restApiId, stageName));
  return {
    cacheClusterEnabled: false,
    cacheClusterStatus: 'NOT_AVAILABLE',
    methodSettings: {},
    tracingEnabled: false,
    createdDate: now,
    ...known,
    stageName,
    deploymentId,
    lastUpdatedDate: now,
    ...(stageDescription !== undefined && { description: stageDescription }),
    ...(variables !== undefined && { variables }),
  };
}

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetDeployment.html */
export const getDeployment: Operation<Given<GetDeploymentRequest>, Deployment, RestApiState> = (
  state,
  { restApiId, deploymentId },
  context,
) => {
  findApi(state, restApiId, context);
  return describeDeployment(findDeployment(state, restApiId, deploymentId));
};
