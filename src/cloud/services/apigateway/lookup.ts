import type { Integration, IntegrationResponse, Method, MethodResponse } from '@aws-sdk/client-api-gateway';
import { raise } from '../../kernel/errors.ts';
import type { Context } from '../../service-kit/contract.ts';
import {
  apiNotFound,
  authorizerNotFound,
  deploymentNotFound,
  integrationNotFound,
  methodNotFound,
  modelNotFound,
  resourceNotFound,
  responseNotFound,
  stageNotFound,
  validatorNotFound,
} from './errors.ts';
import {
  type AuthorizerRecord,
  childKey,
  type DeploymentRecord,
  type ModelRecord,
  type RequestValidatorRecord,
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

/** The model, or NotFoundException. */
export const findModel = (state: RestApiState, restApiId: string, name: string): ModelRecord =>
  state.models.get(childKey(restApiId, name)) ?? raise(modelNotFound(name));

/** The request validator, or NotFoundException. */
export const findValidator = (state: RestApiState, restApiId: string, id: string): RequestValidatorRecord =>
  state.validators.get(childKey(restApiId, id)) ?? raise(validatorNotFound());

/** The authorizer, or NotFoundException. */
export const findAuthorizer = (state: RestApiState, restApiId: string, id: string): AuthorizerRecord =>
  state.authorizers.get(childKey(restApiId, id)) ?? raise(authorizerNotFound());

/** The response of a method for a status code, or NotFoundException. */
export const findMethodResponse = (method: Method, statusCode: string): MethodResponse =>
  method.methodResponses?.[statusCode] ?? raise(responseNotFound());

/** The response of an integration for a status code, or NotFoundException. */
export const findIntegrationResponse = (integration: Integration, statusCode: string): IntegrationResponse =>
  integration.integrationResponses?.[statusCode] ?? raise(responseNotFound());
