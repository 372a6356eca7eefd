import type * as Sdk from '@aws-sdk/client-eventbridge';
import type { Connection } from './state.ts';

/** What all answers tell of a connection. */
export const summarizeConnection = (connection: Connection) => ({
  ConnectionArn: connection.arn,
  ConnectionState: connection.state,
  CreationTime: new Date(connection.createdMs),
  LastModifiedTime: new Date(connection.modifiedMs),
  ...(connection.authorizedMs !== undefined && { LastAuthorizedTime: new Date(connection.authorizedMs) }),
});

/** As DescribeConnection tells it, without credentials. */
export const describeConnection = (connection: Connection): Sdk.DescribeConnectionResponse => ({
  ...summarizeConnection(connection),
  Name: connection.name,
  ...(connection.description !== undefined && { Description: connection.description }),
  ...(connection.stateReason !== undefined && { StateReason: connection.stateReason }),
  AuthorizationType: connection.authorizationType,
  SecretArn: connection.secretArn,
  ...(connection.kmsKeyIdentifier !== undefined && { KmsKeyIdentifier: connection.kmsKeyIdentifier }),
  AuthParameters: withoutCredentials(connection.auth),
});

/** As ListConnections tells it. */
export const listedConnection = (connection: Connection): Sdk.Connection => ({
  ...summarizeConnection(connection),
  Name: connection.name,
  ...(connection.stateReason !== undefined && { StateReason: connection.stateReason }),
  AuthorizationType: connection.authorizationType,
});

function withoutCredentials(auth: Sdk.CreateConnectionAuthRequestParameters): Sdk.ConnectionAuthResponseParameters {
  const {
    BasicAuthParameters: basic,
    ApiKeyAuthParameters: key,
    OAuthParameters: oauth,
    InvocationHttpParameters,
  } = auth;
  return {
    ...(basic && { BasicAuthParameters: { Username: basic.Username } }),
    ...(key && { ApiKeyAuthParameters: { ApiKeyName: key.ApiKeyName } }),
    ...(oauth && {
      OAuthParameters: {
        ClientParameters: { ClientID: oauth.ClientParameters?.ClientID },
        AuthorizationEndpoint: oauth.AuthorizationEndpoint,
        HttpMethod: oauth.HttpMethod,
        ...(oauth.OAuthHttpParameters && { OAuthHttpParameters: withoutSecrets(oauth.OAuthHttpParameters) }),
      },
    }),
    ...(InvocationHttpParameters && { InvocationHttpParameters: withoutSecrets(InvocationHttpParameters) }),
  };
}

interface Parameter {
  Key?: string | undefined;
  Value?: string | undefined;
  IsValueSecret?: boolean | undefined;
}

/** Values that are secret are not told again. */
function withoutSecrets(parameters: Sdk.ConnectionHttpParameters): Sdk.ConnectionHttpParameters {
  const told = <P extends Parameter>(list: readonly P[] | undefined) =>
    list?.map(({ Key, Value, IsValueSecret = false }) => ({
      Key,
      ...(!IsValueSecret && { Value }),
      IsValueSecret,
    }));
  const lists = {
    HeaderParameters: told(parameters.HeaderParameters),
    QueryStringParameters: told(parameters.QueryStringParameters),
    BodyParameters: told(parameters.BodyParameters),
  };
  return Object.fromEntries(Object.entries(lists).filter(([, list]) => list !== undefined));
}
