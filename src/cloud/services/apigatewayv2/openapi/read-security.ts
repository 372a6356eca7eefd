import type { AuthorizationType } from '@aws-sdk/client-apigatewayv2';
import { resolve } from '../../../gateway/openapi/references.ts';
import { type Structure, structureOf, textOf } from '../../../gateway/openapi/structure.ts';
import { AwsError } from '../../../kernel/errors.ts';
import type { Random } from '../../../kernel/random.ts';
import type { AuthorizerRecord } from '../state.ts';
import { assertAuthorizer } from '../validation/authorizer.ts';

/** What a security scheme means to routes that name it. */
export interface Scheme {
  readonly type: AuthorizationType;
  readonly authorizer: AuthorizerRecord | undefined;
}

interface Schemes {
  readonly byName: ReadonlyMap<string, Scheme>;
  readonly warnings: readonly string[];
}

/**
 * `components.securitySchemes`: authorizers, and `awsSigv4`. Schemes of no such kind are none of API Gateway's.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-authorizer.html
 */
export function readSchemes(document: Structure, random: Random): Schemes {
  const byName = new Map<string, Scheme>();
  const warnings: string[] = [];
  for (const [name, value] of Object.entries(structureOf(structureOf(document.components).securitySchemes))) {
    try {
      const scheme = readScheme(document, name, value, random);
      if (scheme) byName.set(name, scheme);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      warnings.push(`Unable to create Authorizer '${name}': ${error.message}`);
    }
  }
  return { byName, warnings };
}

function readScheme(document: Structure, Name: string, value: unknown, random: Random): Scheme | undefined {
  const resolved = resolve(document, value);
  if ('missing' in resolved) return undefined;
  const scheme = resolved.found;
  if (textOf(scheme['x-amazon-apigateway-authtype'])?.toLowerCase() === 'awssigv4') {
    return { type: 'AWS_IAM', authorizer: undefined };
  }
  const extension = resolve(document, scheme['x-amazon-apigateway-authorizer']);
  if (scheme['x-amazon-apigateway-authorizer'] === undefined || 'missing' in extension) return undefined;
  const AuthorizerId = random.text(6);
  const isJwt = textOf(extension.found.type)?.toLowerCase() === 'jwt';
  const authorizer: AuthorizerRecord = isJwt
    ? { AuthorizerId, Name, ...jwtOf(extension.found, scheme) }
    : { AuthorizerId, Name, ...requestOf(extension.found) };
  assertAuthorizer(authorizer);
  return { type: isJwt ? 'JWT' : 'CUSTOM', authorizer };
}

function jwtOf(extension: Structure, scheme: Structure) {
  const jwt = structureOf(extension.jwtConfiguration);
  const Issuer =
    textOf(jwt.issuer) ?? textOf(scheme.openIdConnectUrl)?.replace(/\/\.well-known\/openid-configuration$/, '');
  const audience: readonly unknown[] = [jwt.audience ?? []].flat();
  return {
    AuthorizerType: 'JWT' as const,
    IdentitySource: sourcesOf(extension),
    JwtConfiguration: { Audience: audience.map(String), Issuer },
  };
}

function requestOf(extension: Structure) {
  const ttl = extension.authorizerResultTtlInSeconds;
  const version = extension.authorizerPayloadFormatVersion;
  const credentials = textOf(extension.authorizerCredentials);
  return {
    AuthorizerType: 'REQUEST' as const,
    AuthorizerUri: textOf(extension.authorizerUri),
    AuthorizerPayloadFormatVersion: typeof version === 'number' ? version.toFixed(1) : textOf(version),
    ...(ttl !== undefined && { AuthorizerResultTtlInSeconds: Number(ttl) }),
    ...(extension.enableSimpleResponses !== undefined && {
      EnableSimpleResponses: String(extension.enableSimpleResponses) === 'true',
    }),
    ...(credentials !== undefined && { AuthorizerCredentialsArn: credentials }),
    IdentitySource: sourcesOf(extension),
  };
}

/** A list, or a text with commas. */
function sourcesOf({ identitySource: sources }: Structure): string[] {
  if (Array.isArray(sources)) return sources.map(String);
  return (textOf(sources) ?? '')
    .split(',')
    .map((source) => source.trim())
    .filter((source) => source !== '');
}

/** How a route is guarded: the first scheme that API Gateway knows; the API's own where the route says nothing. */
export function guardOf(
  operation: Structure,
  document: Structure,
  schemes: ReadonlyMap<string, Scheme>,
): { readonly scheme: Scheme; readonly scopes: readonly string[] } | undefined {
  const security = operation.security ?? document.security;
  if (!Array.isArray(security)) return undefined;
  for (const requirement of security) {
    for (const [name, scopes] of Object.entries(structureOf(requirement))) {
      const scheme = schemes.get(name);
      if (scheme) return { scheme, scopes: Array.isArray(scopes) ? scopes.map(String) : [] };
    }
  }
  return undefined;
}
