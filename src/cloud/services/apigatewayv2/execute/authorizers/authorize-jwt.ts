import { TokenError } from '../../../../gateway/authorizers/token-error.ts';
import { type Claims, claimTexts, scopesOf, verifyToken } from '../../../../gateway/authorizers/verify-token.ts';
import type { AuthorizerRecord } from '../../state.ts';
import type { Authorization } from '../authorization.ts';
import type { RoutedExchange } from '../exchange.ts';
import { forbidden, unauthorized } from '../gateway-error.ts';
import { identitySources } from './identity-source.ts';

/** A JWT authorizer: 401 for a token that is missing or wrong, 403 for one without any of the route's scopes. */
export async function authorizeJwt(exchange: RoutedExchange, authorizer: AuthorizerRecord): Promise<Authorization> {
  const [value] = identitySources(exchange, authorizer.IdentitySource ?? []) ?? [];
  if (value === undefined) throw unauthorized({ headers: { 'www-authenticate': 'Bearer' } });
  const required = exchange.match.route.record.AuthorizationScopes ?? [];
  const claims = await verified(exchange, authorizer, value.replace(/^bearer\s+/i, ''), required);
  const scopes = scopesOf(claims);
  if (required.length > 0 && !required.some((scope) => scopes.includes(scope))) {
    throw forbidden({
      headers: { 'www-authenticate': `Bearer scope="${required.join(' ')}" error="insufficient_scope"` },
      authorizerError: 'insufficient_scope',
    });
  }
  return { kind: 'jwt', claims: claimTexts(claims), scopes: required.length > 0 ? scopes : null };
}

/** The claims; a token that is refused becomes 401 with the reason in the challenge, as RFC 6750 has it. */
async function verified(
  { gateway, kernel }: RoutedExchange,
  { JwtConfiguration }: AuthorizerRecord,
  token: string,
  required: readonly string[],
): Promise<Claims> {
  const issuer = JwtConfiguration?.Issuer ?? '';
  try {
    return await verifyToken(token, {
      issuer,
      audience: JwtConfiguration?.Audience ?? [],
      nowMs: kernel.clock.now(),
      findKey: (keyId) => gateway.keySets.find(issuer, keyId),
    });
  } catch (error) {
    if (!(error instanceof TokenError)) throw error;
    const challenge = `Bearer scope="${required.join(' ')}" error="invalid_token" error_description="${error.message}"`;
    throw unauthorized({
      headers: { 'www-authenticate': challenge },
      authorizerError: `invalid_token: ${error.message}`,
    });
  }
}
