import type { ResourceType } from '../../../service-kit/contract.ts';
import { api } from './api.ts';
import { authorizer } from './authorizer.ts';
import { deployment } from './deployment.ts';
import { integration } from './integration.ts';
import { route } from './route.ts';
import { stage } from './stage.ts';

/** CloudFormation types of HTTP APIs; any other `AWS::ApiGatewayV2` type fails by name. */
export const httpApiResources: Readonly<Record<string, ResourceType>> = {
  'AWS::ApiGatewayV2::Api': api,
  'AWS::ApiGatewayV2::Authorizer': authorizer,
  'AWS::ApiGatewayV2::Deployment': deployment,
  'AWS::ApiGatewayV2::Integration': integration,
  'AWS::ApiGatewayV2::Route': route,
  'AWS::ApiGatewayV2::Stage': stage,
};
