import { raise } from '../../../kernel/errors.ts';
import { serviceCaller } from '../../../kernel/identity.ts';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import type { EventsRuntime } from '../runtime.ts';
import { fetchToken, NoToken } from './fetch-token.ts';
import type { AccessToken, Connection, ConnectionsState } from './state.ts';

/** So long before its end a token is no good any more. */
const marginMs = 60_000;

export interface AuthorizeInput {
  readonly Name: string;
  readonly ModifiedMs: number;
}

/** Credentials that the user gave are as good as authorized; for all others the user's server is asked, at once. */
export function keepAuthorizing(state: ConnectionsState, connection: Connection, context: Context): Connection {
  const nowMs = context.clock.now();
  const { token: _former, stateReason: _reason, ...rest } = connection;
  const kept: Connection =
    connection.authorizationType === 'OAUTH_CLIENT_CREDENTIALS'
      ? { ...rest, state: 'AUTHORIZING' }
      : { ...rest, state: 'AUTHORIZED', authorizedMs: nowMs };
  state.connections.set(kept.name, kept);
  if (kept.state === 'AUTHORIZING') defer(kept, nowMs, context);
  return kept;
}

function defer({ name, modifiedMs }: Connection, dueMs: number, context: Context): void {
  const { account, region, requestId: parent, trace } = context;
  const input: AuthorizeInput = { Name: name, ModifiedMs: modifiedMs };
  const caller = serviceCaller('events.amazonaws.com', account);
  const call = { service: 'events', operation: 'AuthorizeConnection', input, dueMs, account, region, caller };
  context.kernel.scheduler.deferDelivery({ ...call, parent, trace });
}

/** Ours: gets the first token of a connection, or its reason to have none. */
export const authorizeConnection: Operation<AuthorizeInput, object, ConnectionsState, EventsRuntime> = async (
  state,
  { Name, ModifiedMs },
  context,
) => {
  const isMeant = (found: Connection | undefined): found is Connection =>
    found?.state === 'AUTHORIZING' && found.modifiedMs === ModifiedMs;
  const asked = state.connections.get(Name);
  if (!isMeant(asked)) return {};
  const answer = await attempt(asked, context);
  const now = state.connections.get(Name);
  if (!isMeant(now) || context.delivery?.isCurrent === false) return {};
  state.connections.set(
    Name,
    answer instanceof NoToken
      ? { ...now, state: 'DEAUTHORIZED', stateReason: answer.message }
      : { ...now, state: 'AUTHORIZED', token: answer, authorizedMs: context.clock.now() },
  );
  return {};
};

async function attempt({ auth }: Connection, context: Context<EventsRuntime>): Promise<AccessToken | NoToken> {
  try {
    return await fetchToken(auth.OAuthParameters ?? raise(new NoToken('There are no OAuth parameters.')), context);
  } catch (error) {
    if (error instanceof NoToken) return error;
    throw error;
  }
}

/** The token that is there, or a new one where it ends soon. Throws {@link NoToken}. */
export async function tokenOf(
  state: ConnectionsState,
  connection: Connection,
  context: Context<EventsRuntime>,
): Promise<AccessToken> {
  const { token } = connection;
  if (token && (token.expiresMs === undefined || token.expiresMs - marginMs > context.clock.now())) return token;
  const fresh = await fetchToken(connection.auth.OAuthParameters ?? {}, context);
  keepToken(state, connection, fresh, context.clock.now());
  return fresh;
}

/** A server did not take it: the next call gets another one. */
export function forgetToken(state: ConnectionsState, connection: Connection): void {
  const { token: _refused, ...rest } = state.connections.get(connection.name) ?? connection;
  if (rest.arn === connection.arn && state.connections.has(rest.name)) state.connections.set(rest.name, rest);
}

function keepToken(state: ConnectionsState, { name, arn }: Connection, token: AccessToken, nowMs: number): void {
  const now = state.connections.get(name);
  if (now?.arn === arn) state.connections.set(name, { ...now, token, authorizedMs: nowMs });
}
