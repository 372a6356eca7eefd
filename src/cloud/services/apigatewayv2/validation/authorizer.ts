import type { Authorizer } from '@aws-sdk/client-apigatewayv2';
import { badRequest } from '../errors.ts';

const ttlSecondsMax = 3600;
const audiencesMax = 50; // http-api-quotas: audiences of an authorizer
const identitySource = /^\$(request\.(header|querystring)\.\S+|context\.\S+|stageVariables\.\S+)$/;

/** What CreateAuthorizer and UpdateAuthorizer refuse, for the authorizer as it would be afterwards. */
export function assertAuthorizer(authorizer: Readonly<Authorizer>): void {
  const sources = authorizer.IdentitySource ?? [];
  const malformed = sources.find((source) => !identitySource.test(source));
  if (malformed !== undefined) throw badRequest(`Invalid identity source expression: ${malformed}`);
  if (authorizer.AuthorizerType === 'JWT') assertJwt(authorizer);
  else assertRequest(authorizer);
}

/** A token without an audience could be anybody's: AWS insists on one. */
function assertJwt({ JwtConfiguration: jwt, IdentitySource: sources = [] }: Readonly<Authorizer>): void {
  if (!jwt) throw badRequest('JwtConfiguration must not be null for JWT Authorizer');
  if (!isIssuer(jwt.Issuer ?? '')) throw badRequest('Invalid issuer: Issuer is not a valid URL for JWT Authorizer');
  const audiences = jwt.Audience ?? [];
  if (audiences.length === 0) throw badRequest('Audience must not be empty for JWT Authorizer');
  if (audiences.length > audiencesMax) throw badRequest(`Audience exceeds the limit of ${audiencesMax}`);
  if (sources.length !== 1) throw badRequest('JWT Authorizer requires exactly one identity source');
}

/** AWS takes https alone; an identity provider on this machine may speak http (see README.md). */
const isIssuer = (issuer: string): boolean =>
  /^https:\/\/[^/]+/.test(issuer) ||
  /^http:\/\/(localhost|127\.0\.0\.1|\[::1\]|[\w.-]+\.(localhost|internal)|[\w-]+)(:\d+)?(\/|$)/.test(issuer);

/** Results are kept by their identity sources: without sources all callers would share one. */
function assertRequest(authorizer: Readonly<Authorizer>): void {
  const { AuthorizerPayloadFormatVersion: version, AuthorizerResultTtlInSeconds: ttlSeconds = 0 } = authorizer;
  if (authorizer.AuthorizerUri === undefined) throw badRequest('AuthorizerUri is a required field in an Authorizer');
  if (version === undefined) {
    throw badRequest('AuthorizerPayloadFormatVersion is a required parameter for REQUEST authorizer');
  }
  if (version !== '1.0' && version !== '2.0')
    throw badRequest(`Unsupported AuthorizerPayloadFormatVersion: ${version}`);
  if (authorizer.EnableSimpleResponses && version !== '2.0') {
    throw badRequest('EnableSimpleResponses can only be set for AuthorizerPayloadFormatVersion "2.0".');
  }
  if (ttlSeconds < 0 || ttlSeconds > ttlSecondsMax) {
    throw badRequest('Authorizer result TTL outside allowable range. TTL must be between 0 and 3600 seconds.');
  }
  if (ttlSeconds > 0 && (authorizer.IdentitySource ?? []).length === 0) {
    throw badRequest('Identity source must be set if authorizer caching is enabled (TTL is greater than 0)');
  }
}
