import type { Integration, Method } from '@aws-sdk/client-api-gateway';
import { raise } from '../../kernel/errors.ts';
import type { Context } from '../../service-kit/contract.ts';
import {
  apiNotFound,
  deploymentNotFound,
  integrationNotFound,
  methodNotFound,
  resourceNotFound,
  stageNotFound,
} from './errors.ts';
import {
  childKey,
  type DeploymentRecord,
  type ResourceRecord,
  type RestApiRecord,
  type RestApiState,
  type StageRecord,
} from './state.ts';

/** The API, or AWS's complaint that there is none. */
export const findApi = (state: RestApiState, id: string, { account }: Pick<Context, 'account'>): RestApiRecord =>
  state.restApis.get(id) ?? raise(apiNotFound(account, id));

/** Which resource of which API. */
interface ResourceInput {
  readonly restApiId: string;
  readonly resourceId: string;
}

/** The resource, or NotFoundException. */
export const findResource = (state: RestApiState, { restApiId, resourceId }: ResourceInput): ResourceRecord =>
  state.resources.get(childKey(restApiId, resourceId)) ?? raise(resourceNotFound());

/** The method with its resource, or NotFoundException for whichever of them is not there. */
export function findMethod(
  state: RestApiState,
  input: ResourceInput & { readonly httpMethod: string },
): { readonly resource: ResourceRecord; readonly method: Method } {
  const resource = findResource(state, input);
  return { resource, method: resource.resourceMethods?.[input.httpMethod] ?? raise(methodNotFound()) };
}

/** The integration of a method, or NotFoundException. */
export function findIntegration(method: Method): Integration {
  return method.methodIntegration ?? raise(integrationNotFound());
}

/** The deployment, or NotFoundException. */
export const findDeployment = (state: RestApiState, restApiId: string, id: string): DeploymentRecord =>
  state.deployments.get(childKey(restApiId, id)) ?? raise(deploymentNotFound());

/** The stage, or NotFoundException. */
export const findStage = (state: RestApiState, restApiId: string, stageName: string): StageRecord =>
  state.stages.get(childKey(restApiId, stageName)) ?? raise(stageNotFound());
