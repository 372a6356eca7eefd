import { TokenError } from '../../../../gateway/authorizers/token-error.ts';
import { type Claims, scopesOf, verifyToken } from '../../../../gateway/authorizers/verify-token.ts';
import { parseArn } from '../../../../kernel/arns.ts';
import type { HttpRequest } from '../../../../kernel/http.ts';
import { type JsonObject, parseJsonObject } from '../../../../kernel/json.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import type { Gateway } from '../../gateway.ts';
import type { AuthorizerRecord } from '../../state.ts';
import type { RoutedExchange } from '../exchange.ts';
import { GatewayFailure } from '../gateway-failure.ts';
import type { Authorization } from './authorization.ts';
import { matchesWhole } from './authorize-function.ts';
import { identitySources } from './identity-source.ts';
import { poolClaimTexts } from './pool-claims.ts';

/**
 * An authorizer of Cognito user pools: an ID token where the method asks for no scopes, else an access token with one of
 * them. Whatever is wrong with it is 401, also a scope that is missing.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-enable-cognito-user-pool.html
 */
export async function authorizeByUserPool(
  exchange: RoutedExchange,
  authorizer: AuthorizerRecord,
): Promise<Authorization> {
  const [value] = identitySources(exchange, authorizer.identitySource ?? '') ?? [];
  if (value === undefined) throw new GatewayFailure('UNAUTHORIZED');
  const claims = await verified(exchange, authorizer, value.replace(/^bearer\s+/i, ''));
  assertUse(claims, exchange.match.method.record.authorizationScopes ?? []);
  assertAudience(claims, authorizer);
  return { kind: 'cognito', claims: poolClaimTexts(claims) };
}

/** The claims, by the first of the pools that takes the token for its own. */
async function verified(
  { gateway, kernel }: RoutedExchange,
  { providerARNs = [] }: AuthorizerRecord,
  token: string,
): Promise<Claims> {
  let refusal = new TokenError('the authorizer has no user pool');
  for (const arn of providerARNs) {
    const pool = poolOf(arn);
    if (!pool) continue;
    try {
      return await verifyToken(token, {
        issuer: [pool.issuer, `${kernel.endpoint}/${pool.id}`],
        audience: undefined,
        nowMs: kernel.clock.now(),
        findKey: (keyId) => gateway.keySets.find(pool.issuer, keyId, () => ownKeySet(gateway, kernel, pool.id)),
      });
    } catch (error) {
      if (!(error instanceof TokenError)) throw error;
      refusal = error;
    }
  }
  throw refusal.message === 'the token has expired'
    ? new GatewayFailure('UNAUTHORIZED', { message: 'The incoming token has expired' })
    : unauthorized(refusal.message);
}

interface Pool {
  readonly id: string;
  /** As tokens of AWS's name it. */
  readonly issuer: string;
}

/** `arn:aws:cognito-idp:{region}:{account}:userpool/{id}` */
function poolOf(text: string): Pool | undefined {
  const arn = parseArn(text);
  const id = arn?.service === 'cognito-idp' ? /^userpool\/(.+)$/.exec(arn.resource)?.[1] : undefined;
  return arn && id !== undefined ? { id, issuer: `https://cognito-idp.${arn.region}.amazonaws.com/${id}` } : undefined;
}

/** The keys of a pool that lives in this cloud, where it publishes them; those of others come from AWS. */
async function ownKeySet(gateway: Gateway, kernel: Kernel, poolId: string): Promise<JsonObject | undefined> {
  const host = new URL(kernel.endpoint).host;
  const request: HttpRequest = {
    method: 'GET',
    path: `/${poolId}/.well-known/jwks.json`,
    query: '',
    headers: { host, accept: 'application/json' },
    rawHeaders: ['Host', host, 'Accept', 'application/json'],
    body: new Uint8Array(),
    remoteAddress: '127.0.0.1',
  };
  if (!gateway.isAnsweredHere(request)) return undefined;
  const { status, body } = await kernel.handle(request);
  const document = status === 200 ? parseJsonObject(Buffer.from(body).toString('utf8')) : undefined;
  return document && Array.isArray(document.keys) ? document : undefined;
}

function assertUse(claims: Claims, required: readonly string[]): void {
  if (required.length === 0) {
    if (claims.token_use !== 'id') throw unauthorized('without scopes the token has to be an ID token');
    return;
  }
  const scopes = scopesOf(claims);
  if (claims.token_use !== 'access' || !required.some((scope) => scopes.includes(scope))) {
    throw unauthorized('the token is no access token with a scope of the method');
  }
}

/** An expression is about whom the token is for; access tokens tell it in another claim. */
function assertAudience({ aud, client_id }: Claims, { identityValidationExpression }: AuthorizerRecord): void {
  if (!identityValidationExpression) return;
  const audience = [aud ?? client_id ?? ''].flat().map(String);
  if (!audience.some((each) => matchesWhole(identityValidationExpression, each))) {
    throw unauthorized('the token has another audience');
  }
}

const unauthorized = (authorizerError: string): GatewayFailure =>
  new GatewayFailure('UNAUTHORIZED', { authorizerError });
