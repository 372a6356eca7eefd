import type { Route } from '@aws-sdk/client-apigatewayv2';
import type { Properties, ResourceType } from '../../../service-kit/contract.ts';
import { flagIn, recordIn, textIn, textsIn, unlessGone } from '../../../service-kit/properties.ts';
import { given } from '../changes.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigatewayv2-route.html */
export const route: ResourceType = {
  properties: [
    'ApiId',
    'ApiKeyRequired',
    'AuthorizationScopes',
    'AuthorizationType',
    'AuthorizerId',
    'ModelSelectionExpression',
    'OperationName',
    'RequestModels',
    'RequestParameters',
    'RouteKey',
    'RouteResponseSelectionExpression',
    'Target',
  ],
  async create(properties, context) {
    const ApiId = textIn(properties, 'ApiId');
    const { RouteId = '' } = await context.call<Route>('apigatewayv2', 'CreateRoute', {
      ApiId,
      ...settingsOf(properties),
    });
    return { physicalId: RouteId, attributes: { RouteId } };
  },
  async update(state, properties, _previous, context) {
    await context.call('apigatewayv2', 'UpdateRoute', {
      ApiId: textIn(properties, 'ApiId'),
      RouteId: state.physicalId,
      AuthorizationType: 'NONE',
      AuthorizationScopes: [],
      ApiKeyRequired: false,
      ...settingsOf(properties),
    });
    return state;
  },
  async delete(state, properties, context) {
    const place = { ApiId: textIn(properties, 'ApiId'), RouteId: state.physicalId };
    await unlessGone(context.call('apigatewayv2', 'DeleteRoute', place), 'NotFoundException');
  },
};

/** Members of CreateRoute and UpdateRoute alike; what the template leaves out is left out. */
const settingsOf = (properties: Properties): object =>
  given({
    ApiKeyRequired: flagIn(properties, 'ApiKeyRequired'),
    AuthorizationScopes:
      properties.AuthorizationScopes === undefined ? undefined : textsIn(properties, 'AuthorizationScopes'),
    AuthorizationType: textIn(properties, 'AuthorizationType'),
    AuthorizerId: textIn(properties, 'AuthorizerId'),
    ModelSelectionExpression: textIn(properties, 'ModelSelectionExpression'),
    OperationName: textIn(properties, 'OperationName'),
    RequestModels: recordIn(properties, 'RequestModels'),
    RequestParameters: recordIn(properties, 'RequestParameters'),
    RouteKey: textIn(properties, 'RouteKey'),
    RouteResponseSelectionExpression: textIn(properties, 'RouteResponseSelectionExpression'),
    Target: textIn(properties, 'Target'),
  });
