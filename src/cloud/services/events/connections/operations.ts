import type * as Sdk from '@aws-sdk/client-eventbridge';
import { formatArn } from '../../../kernel/arns.ts';
import { raise, UnsupportedError } from '../../../kernel/errors.ts';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { pageOf } from '../../../service-kit/pages.ts';
import { authorizeConnection, keepAuthorizing } from './authorize-connection.ts';
import { createConnectionSecret, deleteConnectionSecret, updateConnectionSecret } from './connection-secret.ts';
import { describeConnection, listedConnection, summarizeConnection } from './describe-connection.ts';
import { connectionExists, connectionNotFound, invalidToken, validation } from './errors.ts';
import type { AuthorizationType, Connection, ConnectionsState } from './state.ts';

type Op<Input, Output> = Operation<Given<Input>, Output, ConnectionsState>;
type Auth = Sdk.CreateConnectionAuthRequestParameters;

/** Throws ResourceNotFoundException. */
const findConnection = (state: ConnectionsState, name: string): Connection =>
  state.connections.get(name) ?? raise(connectionNotFound(name));

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_CreateConnection.html */
const createConnection: Op<Sdk.CreateConnectionRequest, Sdk.CreateConnectionResponse> = async (
  state,
  input,
  context,
) => {
  refusePrivate(input);
  const { Name: name, AuthorizationType: authorizationType, AuthParameters: auth } = input;
  assertParameters(authorizationType, auth);
  if (state.connections.has(name)) throw connectionExists(name);
  const secretArn = await createConnectionSecret(name, auth, context);
  if (state.connections.has(name)) throw connectionExists(name);
  const { account, region, random, clock } = context;
  const nowMs = clock.now();
  const connection: Connection = {
    name,
    arn: formatArn({ service: 'events', region, account, resource: `connection/${name}/${random.uuid()}` }),
    ...(input.Description !== undefined && { description: input.Description }),
    authorizationType,
    auth,
    state: 'AUTHORIZED',
    secretArn,
    ...(input.KmsKeyIdentifier !== undefined && { kmsKeyIdentifier: input.KmsKeyIdentifier }),
    createdMs: nowMs,
    modifiedMs: nowMs,
  };
  const { LastAuthorizedTime: _untold, ...told } = summarizeConnection(keepAuthorizing(state, connection, context));
  return told;
};

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_UpdateConnection.html */
const updateConnection: Op<Sdk.UpdateConnectionRequest, Sdk.UpdateConnectionResponse> = async (
  state,
  input,
  context,
) => {
  refusePrivate(input);
  const former = findConnection(state, input.Name);
  const authorizationType = input.AuthorizationType ?? former.authorizationType;
  const auth = merged(former, authorizationType, (input.AuthParameters ?? {}) as Auth);
  assertParameters(authorizationType, auth);
  await updateConnectionSecret(former.secretArn, auth, context);
  const changed: Connection = {
    ...findConnection(state, input.Name),
    authorizationType,
    auth,
    ...(input.Description !== undefined && { description: input.Description }),
    ...(input.KmsKeyIdentifier !== undefined && { kmsKeyIdentifier: input.KmsKeyIdentifier }),
    modifiedMs: context.clock.now(),
  };
  return summarizeConnection(keepAuthorizing(state, changed, context));
};

/** Of the same kind of authorization, what is left out stays. */
function merged(former: Connection, type: AuthorizationType, given: Auth): Auth {
  const { InvocationHttpParameters = former.auth.InvocationHttpParameters, ...own } = given;
  const kept = type === former.authorizationType ? former.auth : {};
  const both = {
    BasicAuthParameters: join(kept.BasicAuthParameters, own.BasicAuthParameters),
    ApiKeyAuthParameters: join(kept.ApiKeyAuthParameters, own.ApiKeyAuthParameters),
    OAuthParameters: join(kept.OAuthParameters, own.OAuthParameters),
    InvocationHttpParameters,
  };
  return Object.fromEntries(Object.entries(both).filter(([, value]) => value !== undefined));
}

const join = <T extends object>(former: T | undefined, given: T | undefined): T | undefined =>
  former && given ? { ...former, ...given } : (given ?? former);

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DescribeConnection.html */
const describe: Op<Sdk.DescribeConnectionRequest, Sdk.DescribeConnectionResponse> = (state, { Name }) =>
  describeConnection(findConnection(state, Name));

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ListConnections.html */
const listConnections: Op<Sdk.ListConnectionsRequest, Sdk.ListConnectionsResponse> = (
  state,
  { NamePrefix = '', ConnectionState, Limit = 100, NextToken: token },
) => {
  const found = [...state.connections.values()].filter(
    ({ name, state: own }) => name.startsWith(NamePrefix) && (ConnectionState ?? own) === own,
  );
  const { items, next } = pageOf(found, { limit: Limit, token, keyOf: ({ name }) => name, invalidToken });
  return { Connections: items.map(listedConnection), ...(next !== undefined && { NextToken: next }) };
};

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DeleteConnection.html */
const deleteConnection: Op<Sdk.DeleteConnectionRequest, Sdk.DeleteConnectionResponse> = async (
  state,
  { Name },
  context,
) => {
  const connection = findConnection(state, Name);
  state.connections.delete(Name);
  await deleteConnectionSecret(connection.secretArn, context);
  return { ...summarizeConnection(connection), ConnectionState: 'DELETING' };
};

/** Takes the credentials away. https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DeauthorizeConnection.html */
const deauthorizeConnection: Op<Sdk.DeauthorizeConnectionRequest, Sdk.DeauthorizeConnectionResponse> = async (
  state,
  { Name },
  context,
) => {
  await updateConnectionSecret(findConnection(state, Name).secretArn, {}, context);
  const { token: _token, ...connection } = findConnection(state, Name);
  const modifiedMs = context.clock.now();
  state.connections.set(Name, { ...connection, auth: {}, state: 'DEAUTHORIZED', modifiedMs });
  return { ...summarizeConnection({ ...connection, modifiedMs }), ConnectionState: 'DEAUTHORIZING' };
};

function refusePrivate({ InvocationConnectivityParameters, AuthParameters }: Sdk.UpdateConnectionRequest): void {
  if (InvocationConnectivityParameters || AuthParameters?.ConnectivityParameters) {
    throw new UnsupportedError('EventBridge connections to private APIs');
  }
}

const parametersOf = {
  API_KEY: 'ApiKeyAuthParameters',
  BASIC: 'BasicAuthParameters',
  OAUTH_CLIENT_CREDENTIALS: 'OAuthParameters',
} as const;

function assertParameters(type: AuthorizationType, auth: Auth): void {
  for (const [each, name] of Object.entries(parametersOf)) {
    if (each === type && !auth[name]) throw validation(`Parameter(s) ${name} must be specified for ${type}.`);
    if (each !== type && auth[name]) throw validation(`Parameter(s) ${name} not supported for ${type}.`);
  }
}

/** By name, as the service's contents page takes them. */
export const connectionOperations = {
  CreateConnection: createConnection,
  UpdateConnection: updateConnection,
  DescribeConnection: describe,
  ListConnections: listConnections,
  DeleteConnection: deleteConnection,
  DeauthorizeConnection: deauthorizeConnection,
  // Ours: the wire does not know it.
  AuthorizeConnection: authorizeConnection,
};
