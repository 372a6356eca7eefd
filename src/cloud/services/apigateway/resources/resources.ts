import type { ResourceType } from '../../../service-kit/contract.ts';
import { resourceTypes } from '../../../service-kit/resource-type.ts';
import { deployment } from './deployment.ts';
import { method } from './method.ts';
import { restApi } from './rest-api.ts';
import { account, authorizer, gatewayResponse, model, requestValidator, resource } from './simple-types.ts';
import { stage } from './stage.ts';

/** CloudFormation types of REST APIs; any other `AWS::ApiGateway` type fails by name. */
export const restApiResources: Readonly<Record<string, ResourceType>> = resourceTypes(
  account,
  authorizer,
  deployment,
  gatewayResponse,
  method,
  model,
  requestValidator,
  resource,
  restApi,
  stage,
);
