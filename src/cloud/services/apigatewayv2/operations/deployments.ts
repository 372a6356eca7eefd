import type {
  CreateDeploymentRequest,
  DeleteDeploymentRequest,
  Deployment,
  GetDeploymentRequest,
  GetDeploymentsRequest,
  GetDeploymentsResponse,
  UpdateDeploymentRequest,
} from '@aws-sdk/client-apigatewayv2';
import type { Operation } from '../../../service-kit/contract.ts';
import { type Given, given } from '../../../service-kit/input.ts';
import { addDeployment, commitChange, noRoutesMessage } from '../deploying.ts';
import { describeDeployment } from '../describe.ts';
import { badRequest } from '../errors.ts';
import { listPage } from '../list-page.ts';
import { findApi, findDeployment, findStage } from '../lookup.ts';
import { childKey, childrenOf, currentConfiguration, type HttpApiState } from '../state.ts';

/** Freezes the API as it is now; https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-deployments.html#CreateDeployment */
export const createDeployment: Operation<Given<CreateDeploymentRequest>, Deployment, HttpApiState> = (
  state,
  { ApiId, StageName, Description },
  context,
) => {
  const api = findApi(state, ApiId, context);
  const stage = StageName === undefined ? undefined : findStage(state, ApiId, StageName);
  if (stage?.AutoDeploy) throw badRequest('Stage with AutoDeploy enabled cannot be deployed manually');
  const frozen = currentConfiguration(state, ApiId);
  if (frozen.routes.length === 0) throw badRequest(noRoutesMessage);
  const deployment = addDeployment(state, ApiId, context, { AutoDeployed: false, frozen, ...given({ Description }) });
  if (stage) {
    const { DeploymentId } = deployment;
    const LastUpdatedDate = new Date(context.clock.now());
    state.stages.set(childKey(ApiId, stage.StageName), { ...stage, DeploymentId, LastUpdatedDate });
    commitChange(state, api, context);
  }
  return describeDeployment(deployment);
};

/** https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-deployments-deploymentid.html#GetDeployment */
export const getDeployment: Operation<Given<GetDeploymentRequest>, Deployment, HttpApiState> = (
  state,
  { ApiId, DeploymentId },
  context,
) => {
  findApi(state, ApiId, context);
  return describeDeployment(findDeployment(state, ApiId, DeploymentId));
};

/** https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-deployments.html#GetDeployments */
export const getDeployments: Operation<Given<GetDeploymentsRequest>, GetDeploymentsResponse, HttpApiState> = (
  state,
  input,
  context,
) => {
  findApi(state, input.ApiId, context);
  const page = listPage(childrenOf(state.deployments, input.ApiId), input, (deployment) => deployment.DeploymentId);
  return { ...page, Items: page.Items.map(describeDeployment) };
};

/** https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-deployments-deploymentid.html#UpdateDeployment */
export const updateDeployment: Operation<Given<UpdateDeploymentRequest>, Deployment, HttpApiState> = (
  state,
  { ApiId, DeploymentId, Description },
  context,
) => {
  findApi(state, ApiId, context);
  const deployment = { ...findDeployment(state, ApiId, DeploymentId), ...given({ Description }) };
  state.deployments.set(childKey(ApiId, DeploymentId), deployment);
  return describeDeployment(deployment);
};

/** https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-deployments-deploymentid.html#DeleteDeployment */
export const deleteDeployment: Operation<Given<DeleteDeploymentRequest>, Record<string, never>, HttpApiState> = (
  state,
  { ApiId, DeploymentId },
  context,
) => {
  findApi(state, ApiId, context);
  findDeployment(state, ApiId, DeploymentId);
  if (childrenOf(state.stages, ApiId).some((stage) => stage.DeploymentId === DeploymentId)) {
    throw badRequest('Active stages pointing to this deployment must be moved or deleted');
  }
  state.deployments.delete(childKey(ApiId, DeploymentId));
  return {};
};
