import type { Authorizer } from '@aws-sdk/client-apigatewayv2';
import type { Properties, ResourceType } from '../../../service-kit/contract.ts';
import { flagIn, numberIn, recordIn, textIn, textsIn, unlessGone } from '../../../service-kit/properties.ts';
import { given } from '../changes.ts';

const texts = [
  'AuthorizerCredentialsArn',
  'AuthorizerPayloadFormatVersion',
  'AuthorizerType',
  'AuthorizerUri',
  'IdentityValidationExpression',
  'Name',
] as const;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigatewayv2-authorizer.html */
export const authorizer: ResourceType = {
  properties: [
    ...texts,
    'ApiId',
    'AuthorizerResultTtlInSeconds',
    'EnableSimpleResponses',
    'IdentitySource',
    'JwtConfiguration',
  ],
  async create(properties, context) {
    const { AuthorizerId = '' } = await context.call<Authorizer>('apigatewayv2', 'CreateAuthorizer', {
      ApiId: textIn(properties, 'ApiId'),
      ...settingsOf(properties),
    });
    return { physicalId: AuthorizerId, attributes: { AuthorizerId } };
  },
  async update(state, properties, _previous, context) {
    await context.call('apigatewayv2', 'UpdateAuthorizer', {
      ApiId: textIn(properties, 'ApiId'),
      AuthorizerId: state.physicalId,
      AuthorizerResultTtlInSeconds: 0,
      EnableSimpleResponses: false,
      ...settingsOf(properties),
    });
    return state;
  },
  async delete(state, properties, context) {
    const place = { ApiId: textIn(properties, 'ApiId'), AuthorizerId: state.physicalId };
    await unlessGone(context.call('apigatewayv2', 'DeleteAuthorizer', place), 'NotFoundException');
  },
};

/** Members of CreateAuthorizer and UpdateAuthorizer alike; what the template leaves out is left out. */
function settingsOf(properties: Properties): object {
  const jwt = recordIn(properties, 'JwtConfiguration');
  return given({
    ...Object.fromEntries(texts.map((name) => [name, textIn(properties, name)])),
    AuthorizerResultTtlInSeconds: numberIn(properties, 'AuthorizerResultTtlInSeconds'),
    EnableSimpleResponses: flagIn(properties, 'EnableSimpleResponses'),
    IdentitySource: textsIn(properties, 'IdentitySource'),
    JwtConfiguration: jwt && { Audience: textsIn(jwt, 'Audience'), Issuer: textIn(jwt, 'Issuer') },
  });
}
