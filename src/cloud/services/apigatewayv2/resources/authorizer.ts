import type { Authorizer } from '@aws-sdk/client-apigatewayv2';
import type { Kinds, Values } from '../../../service-kit/properties.ts';
import { resourceType } from '../../../service-kit/resource-type.ts';
import { authorizerReading } from './readings.ts';

const properties = {
  ApiId: 'text',
  AuthorizerCredentialsArn: 'text',
  AuthorizerPayloadFormatVersion: 'text',
  AuthorizerResultTtlInSeconds: 'number',
  AuthorizerType: 'text',
  AuthorizerUri: 'text',
  EnableSimpleResponses: 'flag',
  IdentitySource: { list: 'text' },
  IdentityValidationExpression: 'text',
  JwtConfiguration: { members: { Audience: { list: 'text' }, Issuer: 'text' } },
  Name: 'text',
} as const satisfies Kinds;

/** Members of CreateAuthorizer and UpdateAuthorizer alike; the lists are told even if the template has none. */
const inputOf = (p: Values<typeof properties>) => ({
  ...p,
  IdentitySource: p.IdentitySource ?? [],
  ...(p.JwtConfiguration && {
    JwtConfiguration: { ...p.JwtConfiguration, Audience: p.JwtConfiguration.Audience ?? [] },
  }),
});

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigatewayv2-authorizer.html */
export const authorizer = resourceType({
  type: 'AWS::ApiGatewayV2::Authorizer',
  reading: authorizerReading,
  service: 'apigatewayv2',
  properties,
  create: {
    operation: 'CreateAuthorizer',
    input: (p) => inputOf(p),
    physicalId: (output: Authorizer) => output.AuthorizerId,
  },
  attributes: { AuthorizerId: (output: Authorizer) => output.AuthorizerId },
  update: {
    operation: 'UpdateAuthorizer',
    input: (p, { id }) => ({
      AuthorizerId: id,
      AuthorizerResultTtlInSeconds: 0,
      EnableSimpleResponses: false,
      ...inputOf(p),
    }),
  },
  delete: {
    operation: 'DeleteAuthorizer',
    input: ({ ApiId }, { id }) => ({ ApiId, AuthorizerId: id }),
    gone: ['NotFoundException'],
  },
});
