import type * as Sdk from '@aws-sdk/client-eventbridge';
import type { ResourceCalls } from '../../../service-kit/contract.ts';
import { unlessGone } from '../../../service-kit/properties.ts';
import { codedResourceType, resourceTypes } from '../../../service-kit/resource-type.ts';
import { apiDestinationReading, connectionReading } from '../resources/readings.ts';

const parameters = { list: { members: { Key: 'text', Value: 'text', IsValueSecret: 'flag' } } } as const;
const httpParameters = {
  members: { HeaderParameters: parameters, QueryStringParameters: parameters, BodyParameters: parameters },
} as const;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-events-connection.html */
const connection = codedResourceType({
  type: 'AWS::Events::Connection',
  reading: connectionReading,
  properties: {
    AuthorizationType: 'text',
    AuthParameters: {
      members: {
        ApiKeyAuthParameters: { members: { ApiKeyName: 'text', ApiKeyValue: 'text' } },
        BasicAuthParameters: { members: { Username: 'text', Password: 'text' } },
        OAuthParameters: {
          members: {
            AuthorizationEndpoint: 'text',
            ClientParameters: { members: { ClientID: 'text', ClientSecret: 'text' } },
            HttpMethod: 'text',
            OAuthHttpParameters: httpParameters,
          },
        },
        InvocationHttpParameters: httpParameters,
      },
    },
    Description: 'text',
    InvocationConnectivityParameters: 'record',
    KmsKeyIdentifier: 'text',
    Name: 'text',
  },
  attributes: ['Arn', 'ArnForPolicy', 'SecretArn'],
  missing: {
    'AuthParameters.ConnectivityParameters.ResourceParameters.ResourceAssociationArn':
      'connections to private APIs are refused',
    'InvocationConnectivityParameters.ResourceParameters.ResourceAssociationArn':
      'connections to private APIs are refused',
  },
  async create(p, context) {
    const Name = p.Name ?? context.generateName(64);
    await context.call('events', 'CreateConnection', { ...p, Name });
    return connectionState(Name, context);
  },
  async update({ physicalId: Name }, p, _previous, context) {
    await context.call('events', 'UpdateConnection', { ...p, Name });
    return connectionState(Name, context);
  },
  delete: ({ physicalId: Name }, _p, context) =>
    unlessGone(context.call('events', 'DeleteConnection', { Name }), 'ResourceNotFoundException'),
});

async function connectionState(Name: string, context: ResourceCalls) {
  const { ConnectionArn: Arn = '', SecretArn } = await context.call<Sdk.DescribeConnectionResponse>(
    'events',
    'DescribeConnection',
    { Name },
  );
  return { physicalId: Name, attributes: { Arn, ArnForPolicy: withoutId(Arn), SecretArn } };
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-events-apidestination.html */
const apiDestination = codedResourceType({
  type: 'AWS::Events::ApiDestination',
  reading: apiDestinationReading,
  properties: {
    ConnectionArn: 'text',
    Description: 'text',
    HttpMethod: 'text',
    InvocationEndpoint: 'text',
    InvocationRateLimitPerSecond: 'number',
    Name: 'text',
  },
  attributes: ['Arn', 'ArnForPolicy'],
  async create(p, context) {
    const Name = p.Name ?? context.generateName(64);
    await context.call('events', 'CreateApiDestination', { ...p, Name });
    return destinationState(Name, context);
  },
  async update({ physicalId: Name }, p, _previous, context) {
    await context.call('events', 'UpdateApiDestination', { ...p, Name });
    return destinationState(Name, context);
  },
  delete: ({ physicalId: Name }, _p, context) =>
    unlessGone(context.call('events', 'DeleteApiDestination', { Name }), 'ResourceNotFoundException'),
});

async function destinationState(Name: string, context: ResourceCalls) {
  const { ApiDestinationArn: Arn = '' } = await context.call<Sdk.DescribeApiDestinationResponse>(
    'events',
    'DescribeApiDestination',
    { Name },
  );
  return { physicalId: Name, attributes: { Arn, ArnForPolicy: withoutId(Arn) } };
}

/** As policies name it, whatever id it has. */
const withoutId = (arn: string): string => arn.slice(0, arn.lastIndexOf('/'));

/** The CloudFormation types of connections and API destinations. */
export const connectionResources = resourceTypes(connection, apiDestination);
