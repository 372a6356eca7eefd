import type { InputShape, MemberShape } from '../../../service-kit/shapes.ts';

/* https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_CreateConnection.html and its neighbours. */

const pattern = { pattern: /^[.\-_A-Za-z0-9]+$/, patternText: '[\\.\\-_A-Za-z0-9]+' };
const name: MemberShape = { min: 1, max: 64, ...pattern };
const named: InputShape = { Name: { required: true, ...name } };
const description: MemberShape = { max: 512 };
const paged: InputShape = { NextToken: { min: 1, max: 2048 }, Limit: { min: 1, max: 100 } };
const authorizationType: MemberShape = { enum: ['BASIC', 'OAUTH_CLIENT_CREDENTIALS', 'API_KEY'] };
const url: MemberShape = {
  min: 1,
  max: 2048,
  pattern: /^(?:(?:%[0-9A-Fa-f]{2}|[-()_.!~*';/?:@&=+$,A-Za-z0-9])+)(?:[).!';/?:,])?$/,
  patternText: "^((%[0-9A-Fa-f]{2}|[-()_.!~*';/?:@\\x26=+$,A-Za-z0-9])+)([).!';/?:,])?$",
};
const text: MemberShape = { min: 1, max: 512, sensitive: true };
const connectionArn: MemberShape = {
  min: 1,
  max: 1600,
  pattern: /^arn:aws[\w-]*:events:[a-z]{2}-[a-z]+-[\w-]+:\d{12}:connection\/[.\-_A-Za-z0-9]+\/[-A-Za-z0-9]+$/,
  patternText:
    '^arn:aws([a-z]|\\-)*:events:([a-z]|\\d|\\-)*:([0-9]{12})?:connection\\/[\\.\\-_A-Za-z0-9]+\\/[\\-A-Za-z0-9]+$',
};

const httpParameters: MemberShape = {
  members: {
    HeaderParameters: { max: 100, each: { members: { Key: { max: 512 }, Value: { max: 512, sensitive: true } } } },
    QueryStringParameters: { max: 100, each: { members: { Key: { max: 512 }, Value: { max: 512, sensitive: true } } } },
    BodyParameters: { max: 100 },
  },
};

/** What is required of the parameters, where a connection is made; an update may leave out what it keeps. */
const authParameters = (required: boolean): MemberShape => ({
  members: {
    BasicAuthParameters: { members: { Username: { required, ...text }, Password: { required, ...text } } },
    OAuthParameters: {
      members: {
        ClientParameters: {
          required,
          members: { ClientID: { required, ...text }, ClientSecret: { required, ...text } },
        },
        AuthorizationEndpoint: { required, ...url },
        HttpMethod: { required, enum: ['GET', 'POST', 'PUT'] },
        OAuthHttpParameters: httpParameters,
      },
    },
    ApiKeyAuthParameters: { members: { ApiKeyName: { required, ...text }, ApiKeyValue: { required, ...text } } },
    InvocationHttpParameters: httpParameters,
  },
});

const method: MemberShape = { enum: ['POST', 'GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'DELETE'] };
const rate: MemberShape = { min: 1 };

/** Constraints of inputs of connections and API destinations. */
export const connectionShapes: Readonly<Record<string, InputShape>> = {
  CreateConnection: {
    ...named,
    Description: description,
    AuthorizationType: { required: true, ...authorizationType },
    AuthParameters: { required: true, ...authParameters(true) },
    KmsKeyIdentifier: { max: 2048 },
  },
  UpdateConnection: {
    ...named,
    Description: description,
    AuthorizationType: authorizationType,
    AuthParameters: authParameters(false),
    KmsKeyIdentifier: { max: 2048 },
  },
  DescribeConnection: named,
  DeleteConnection: named,
  DeauthorizeConnection: named,
  ListConnections: {
    NamePrefix: name,
    ConnectionState: {
      enum: [
        'CREATING',
        'UPDATING',
        'DELETING',
        'AUTHORIZED',
        'DEAUTHORIZED',
        'AUTHORIZING',
        'DEAUTHORIZING',
        'ACTIVE',
        'FAILED_CONNECTIVITY',
      ],
    },
    ...paged,
  },
  CreateApiDestination: {
    ...named,
    Description: description,
    ConnectionArn: { required: true, ...connectionArn },
    InvocationEndpoint: { required: true, ...url },
    HttpMethod: { required: true, ...method },
    InvocationRateLimitPerSecond: rate,
  },
  UpdateApiDestination: {
    ...named,
    Description: description,
    ConnectionArn: connectionArn,
    InvocationEndpoint: url,
    HttpMethod: method,
    InvocationRateLimitPerSecond: rate,
  },
  DescribeApiDestination: named,
  DeleteApiDestination: named,
  ListApiDestinations: { NamePrefix: name, ConnectionArn: connectionArn, ...paged },
};
