import type { CreateConnectionOAuthRequestParameters } from '@aws-sdk/client-eventbridge';
import { callBackend } from '../../../gateway/integrations/call-integration.ts';
import type { Context } from '../../../service-kit/contract.ts';
import type { EventsRuntime } from '../runtime.ts';
import type { AccessToken } from './state.ts';

const timeoutMs = 5000;
const answerBytesMax = 1024 * 1024;

/** Why there is no token; its message is the connection's `StateReason`. */
export class NoToken extends Error {}

/**
 * Exchanges a client's credentials for a token at the user's server. Throws {@link NoToken}.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-target-connection-auth.html
 */
export async function fetchToken(
  oauth: Partial<CreateConnectionOAuthRequestParameters>,
  { runtime, clock }: Context<EventsRuntime>,
): Promise<AccessToken> {
  const request = tokenRequest(oauth);
  const outcome = await callBackend(
    runtime.outbound,
    clock,
    { ...request, responseBytesMax: answerBytesMax },
    timeoutMs,
  );
  if (outcome.kind !== 'answer') throw new NoToken('The authorization endpoint cannot be reached.');
  const { status, body } = outcome.response;
  if (status >= 300) throw new NoToken(`The authorization endpoint answered with the status ${status}.`);
  const answer = read(Buffer.from(body).toString());
  if (typeof answer.access_token !== 'string')
    throw new NoToken('The authorization endpoint answered no access_token.');
  const seconds = Number(answer.expires_in);
  return {
    type: /^bearer$/i.test(String(answer.token_type ?? 'Bearer')) ? 'Bearer' : String(answer.token_type),
    value: answer.access_token,
    ...(Number.isFinite(seconds) && { expiresMs: clock.now() + seconds * 1000 }),
  };
}

function tokenRequest(oauth: Partial<CreateConnectionOAuthRequestParameters>) {
  const { ClientParameters, AuthorizationEndpoint = '', HttpMethod = 'POST', OAuthHttpParameters = {} } = oauth;
  const { ClientID = '', ClientSecret = '' } = ClientParameters ?? { ClientID: '', ClientSecret: '' };
  const { HeaderParameters = [], QueryStringParameters = [], BodyParameters = [] } = OAuthHttpParameters;
  const url = URL.parse(AuthorizationEndpoint);
  if (!url || !/^https?:$/.test(url.protocol)) throw new NoToken('The authorization endpoint is no URL.');
  for (const { Key = '', Value = '' } of QueryStringParameters) url.searchParams.set(Key, Value);
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: ClientID,
    client_secret: ClientSecret,
  });
  for (const { Key = '', Value = '' } of BodyParameters) form.set(Key, Value);
  const body = HttpMethod === 'GET' ? Buffer.alloc(0) : Buffer.from(form.toString());
  const headers: Record<string, string> = {
    accept: 'application/json',
    authorization: `Basic ${Buffer.from(`${ClientID}:${ClientSecret}`).toString('base64')}`,
    'user-agent': 'Amazon/EventBridge/ApiDestinations',
    ...(body.byteLength > 0 && { 'content-type': 'application/x-www-form-urlencoded' }),
    'content-length': String(body.byteLength),
  };
  for (const { Key = '', Value = '' } of HeaderParameters) headers[Key.toLowerCase()] = Value;
  return { method: HttpMethod, url, headers, body };
}

function read(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
  } catch {
    throw new NoToken('The authorization endpoint answered no JSON.');
  }
}
