import type * as Sdk from '@aws-sdk/client-eventbridge';
import type { CreateSecretResponse } from '@aws-sdk/client-secrets-manager';
import { AwsError } from '../../../kernel/errors.ts';
import { serviceCaller } from '../../../kernel/identity.ts';
import type { Context } from '../../../service-kit/contract.ts';

type Auth = Sdk.CreateConnectionAuthRequestParameters;

/** Secrets are EventBridge's own. */
const asService = ({ account }: Context) => ({ caller: serviceCaller('events.amazonaws.com', account) });

/** Puts a connection's credentials where users find them; answers the secret's ARN. */
export async function createConnectionSecret(name: string, auth: Auth, context: Context): Promise<string> {
  const { ARN = '' } = await context.call<CreateSecretResponse>(
    'secretsmanager',
    'CreateSecret',
    { Name: `events!connection/${name}/${context.random.uuid()}`, SecretString: secretText(auth) },
    asService(context),
  );
  return ARN;
}

/** Puts other credentials in their place; a secret that somebody took away is left alone. */
export const updateConnectionSecret = (SecretId: string, auth: Auth, context: Context): Promise<unknown> =>
  unlessGone(
    context.call('secretsmanager', 'PutSecretValue', { SecretId, SecretString: secretText(auth) }, asService(context)),
  );

/** It goes with its connection, at once. */
export const deleteConnectionSecret = (SecretId: string, context: Context): Promise<unknown> =>
  unlessGone(
    context.call('secretsmanager', 'DeleteSecret', { SecretId, ForceDeleteWithoutRecovery: true }, asService(context)),
  );

async function unlessGone(call: Promise<unknown>): Promise<void> {
  try {
    await call;
  } catch (error) {
    if (!(error instanceof AwsError && /ResourceNotFound|InvalidRequest/.test(error.code))) throw error;
  }
}

/** In members of small letters. */
function secretText({
  BasicAuthParameters,
  ApiKeyAuthParameters,
  OAuthParameters,
  InvocationHttpParameters,
}: Auth): string {
  return JSON.stringify({
    ...(BasicAuthParameters && { username: BasicAuthParameters.Username, password: BasicAuthParameters.Password }),
    ...(ApiKeyAuthParameters && {
      api_key_name: ApiKeyAuthParameters.ApiKeyName,
      api_key_value: ApiKeyAuthParameters.ApiKeyValue,
    }),
    ...(OAuthParameters && {
      client_id: OAuthParameters.ClientParameters?.ClientID,
      client_secret: OAuthParameters.ClientParameters?.ClientSecret,
      authorization_endpoint: OAuthParameters.AuthorizationEndpoint,
      http_method: OAuthParameters.HttpMethod,
      ...(OAuthParameters.OAuthHttpParameters && {
        oauth_http_parameters: parametersText(OAuthParameters.OAuthHttpParameters),
      }),
    }),
    ...(InvocationHttpParameters && { invocation_http_parameters: parametersText(InvocationHttpParameters) }),
  });
}

const parametersText = ({ HeaderParameters, QueryStringParameters, BodyParameters }: Sdk.ConnectionHttpParameters) => ({
  ...(HeaderParameters && { header_parameters: HeaderParameters.map(parameterText) }),
  ...(QueryStringParameters && { query_string_parameters: QueryStringParameters.map(parameterText) }),
  ...(BodyParameters && { body_parameters: BodyParameters.map(parameterText) }),
});

const parameterText = ({ Key, Value, IsValueSecret = false }: Sdk.ConnectionHeaderParameter) => ({
  key: Key,
  value: Value,
  is_value_secret: IsValueSecret,
});
