import type { Route } from '@aws-sdk/client-apigatewayv2';
import { resourceType } from '../../../service-kit/resource-type.ts';
import { routeReading } from './readings.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigatewayv2-route.html */
export const route = resourceType({
  type: 'AWS::ApiGatewayV2::Route',
  reading: routeReading,
  service: 'apigatewayv2',
  properties: {
    ApiId: 'text',
    ApiKeyRequired: 'flag',
    AuthorizationScopes: { list: 'text' },
    AuthorizationType: 'text',
    AuthorizerId: 'text',
    ModelSelectionExpression: 'text',
    OperationName: 'text',
    RequestModels: 'record',
    RequestParameters: 'record',
    RouteKey: 'text',
    RouteResponseSelectionExpression: 'text',
    Target: 'text',
  },
  create: { operation: 'CreateRoute', input: (p) => p, physicalId: (output: Route) => output.RouteId },
  attributes: { RouteId: (output: Route) => output.RouteId },
  update: {
    operation: 'UpdateRoute',
    input: (p, { id }) => ({
      AuthorizationType: 'NONE',
      AuthorizationScopes: [],
      ApiKeyRequired: false,
      ...p,
      RouteId: id,
    }),
  },
  delete: {
    operation: 'DeleteRoute',
    input: ({ ApiId }, { id }) => ({ ApiId, RouteId: id }),
    gone: ['NotFoundException'],
  },
});
