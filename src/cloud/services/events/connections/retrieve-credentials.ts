import { AwsError } from '../../../kernel/errors.ts';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import { authorizationOf } from '../api-destinations/destination-request.ts';
import { connectionAt } from '../api-destinations/find-destination.ts';
import type { EventsRuntime } from '../runtime.ts';
import { forgetToken, tokenOf } from './authorize-connection.ts';
import { NoToken } from './fetch-token.ts';
import type { AccessToken, Connection, ConnectionsState } from './state.ts';

export interface RetrieveInput {
  readonly ConnectionArn: string;
  /** A server did not take the token: another one is asked for when one is needed again. */
  readonly IsRefused?: boolean;
}

/** What requests over a connection have whatever is given. */
export interface RetrievedCredentials {
  readonly Headers: Readonly<Record<string, string>>;
  readonly QueryStringParameters: Readonly<Record<string, string>>;
  readonly BodyParameters: Readonly<Record<string, string>>;
}

/**
 * Ours in form; AWS's permission of this name is what a state machine needs that sends requests over a connection.
 * https://docs.aws.amazon.com/step-functions/latest/dg/call-https-apis.html#connect-http-task-permissions
 */
export const retrieveConnectionCredentials: Operation<
  RetrieveInput,
  RetrievedCredentials,
  ConnectionsState,
  EventsRuntime
> = async (state, { ConnectionArn, IsRefused }, context) => {
  const connection = connectionAt(state, ConnectionArn);
  if (!connection) throw new AwsError('ResourceNotFound', `Connection ${ConnectionArn} does not exist.`);
  if (IsRefused) forgetToken(state, connection);
  if (connection.state === 'AUTHORIZING') {
    throw new AwsError('AuthInProgress', `Connection ${ConnectionArn} is being authorized.`);
  }
  if (connection.state !== 'AUTHORIZED') {
    throw new AwsError('InvalidConnectionState', `Connection ${ConnectionArn} is not authorized.`);
  }
  const token = IsRefused ? undefined : await tokenFor(state, connection, context);
  const { HeaderParameters, QueryStringParameters, BodyParameters } = connection.auth.InvocationHttpParameters ?? {};
  return {
    Headers: { ...recordOf(HeaderParameters), ...Object.fromEntries(authorizationOf(connection, token)) },
    QueryStringParameters: recordOf(QueryStringParameters),
    BodyParameters: recordOf(BodyParameters),
  };
};

async function tokenFor(
  state: ConnectionsState,
  connection: Connection,
  context: Context<EventsRuntime>,
): Promise<AccessToken | undefined> {
  if (connection.authorizationType !== 'OAUTH_CLIENT_CREDENTIALS') return undefined;
  try {
    return await tokenOf(state, connection, context);
  } catch (error) {
    if (error instanceof NoToken) throw new AwsError('InvalidConnectionState', error.message);
    throw error;
  }
}

const recordOf = (
  parameters: readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[] = [],
) => Object.fromEntries(parameters.map(({ Key = '', Value = '' }) => [Key, Value]));
