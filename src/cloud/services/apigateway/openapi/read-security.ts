import type { AuthorizerType, Method } from '@aws-sdk/client-api-gateway';
import { listOf, type Structure, structureOf, textOf } from '../../../gateway/openapi/structure.ts';
import type { AuthorizerRecord } from '../state.ts';
import type { ReadContext } from './read-context.ts';
import { asText, present } from './read-values.ts';

/** What a scheme asks of the methods that name it. */
export type Scheme =
  | { readonly kind: 'key' | 'signature' | 'unknown' }
  | { readonly kind: 'authorizer'; readonly record: AuthorizerRecord };

const authorizerTypes: ReadonlyMap<string, AuthorizerType> = new Map([
  ['token', 'TOKEN'],
  ['request', 'REQUEST'],
  ['cognito_user_pools', 'COGNITO_USER_POOLS'],
]);

/** Seconds, https://docs.aws.amazon.com/apigateway/latest/api/API_Authorizer.html */
const ttlDefault = 300;
const ttlMax = 3600;

/** The security schemes of a definition, by name. */
export function readSchemes(context: ReadContext): ReadonlyMap<string, Scheme> {
  return new Map(
    Object.entries(context.dialect.securitySchemes).map(([name, value]) => [name, schemeOf(context, name, value)]),
  );
}

function schemeOf(context: ReadContext, name: string, value: unknown): Scheme {
  const resolved = context.references.follow(value);
  const scheme = 'missing' in resolved ? {} : resolved.found;
  const authType = textOf(scheme['x-amazon-apigateway-authtype']);
  if (authType?.toLowerCase() === 'awssigv4') return { kind: 'signature' };
  const extension = context.references.follow(scheme['x-amazon-apigateway-authorizer']);
  if (scheme['x-amazon-apigateway-authorizer'] !== undefined && !('missing' in extension)) {
    const record = readAuthorizer(context, name, scheme, extension.found);
    return record ? { kind: 'authorizer', record } : { kind: 'unknown' };
  }
  if (scheme.type === 'apiKey') {
    return { kind: textOf(scheme.name)?.toLowerCase() === 'x-api-key' ? 'key' : 'unknown' };
  }
  context.findings.warnings.push(
    `Unsupported security definition type '${textOf(scheme.type) ?? 'null'}' for '${name}'. Ignoring.`,
  );
  return { kind: 'unknown' };
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-authorizer.html */
function readAuthorizer(
  context: ReadContext,
  name: string,
  scheme: Structure,
  extension: Structure,
): AuthorizerRecord | undefined {
  const type = authorizerTypes.get((textOf(extension.type) ?? '').toLowerCase());
  const isPool = type === 'COGNITO_USER_POOLS';
  const ttl = Number(asText(extension.authorizerResultTtlInSeconds ?? ttlDefault));
  const providerARNs = listOf(extension.providerARNs).map(asText);
  const problem = problemOf(type, ttl, extension, providerARNs);
  if (problem || !type) {
    context.findings.errors.push(`Unable to create authorizer '${name}': ${problem}`);
    return undefined;
  }
  const header = textOf(scheme.name);
  const ofHeader = scheme.in === 'header' && header ? `method.request.header.${header}` : undefined;
  return present({
    id: context.ids.authorizer(name),
    name,
    type,
    providerARNs: isPool ? providerARNs : undefined,
    authType: textOf(scheme['x-amazon-apigateway-authtype']) ?? (isPool ? 'cognito_user_pools' : 'custom'),
    authorizerUri: textOf(extension.authorizerUri),
    authorizerCredentials: textOf(extension.authorizerCredentials),
    identitySource: textOf(extension.identitySource) ?? (type === 'REQUEST' ? undefined : ofHeader),
    identityValidationExpression: textOf(extension.identityValidationExpression),
    // Pools have none unless they are given one.
    authorizerResultTtlInSeconds: isPool && extension.authorizerResultTtlInSeconds === undefined ? undefined : ttl,
  }) as AuthorizerRecord;
}

function problemOf(
  type: AuthorizerType | undefined,
  ttl: number,
  extension: Structure,
  providerARNs: readonly string[],
): string | undefined {
  if (!type) return `Invalid authorizer type specified: ${textOf(extension.type) ?? 'null'}`;
  if (!Number.isInteger(ttl) || ttl < 0 || ttl > ttlMax)
    return 'Authorizer result TTL must be between 0 and 3600 seconds';
  if (type === 'COGNITO_USER_POOLS')
    return providerARNs.length > 0 ? undefined : 'Invalid Cognito provider ARN specified';
  const uri = textOf(extension.authorizerUri) ?? '';
  return /^arn:[^:]+:apigateway:[^:]*:lambda:path\/.+/.test(uri) ? undefined : 'Invalid Authorizer URI specified';
}

type Guard = Pick<Method, 'apiKeyRequired' | 'authorizationType' | 'authorizerId' | 'authorizationScopes'>;

/**
 * How a method is guarded, by its own `security` alone: that of the whole definition means nothing to API Gateway.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html
 */
export function guardOf(operation: Structure, schemes: ReadonlyMap<string, Scheme>): Guard {
  let guard: Guard = { apiKeyRequired: false, authorizationType: 'NONE' };
  for (const [name, scopes] of listOf(operation.security).flatMap((each) => Object.entries(structureOf(each)))) {
    const scheme = schemes.get(name);
    if (scheme?.kind === 'key') guard = { ...guard, apiKeyRequired: true };
    if (scheme?.kind === 'signature') guard = { ...guard, authorizationType: 'AWS_IAM' };
    if (scheme?.kind === 'authorizer') guard = { ...guard, ...guardedBy(scheme.record, listOf(scopes).map(asText)) };
  }
  const { type } = structureOf(operation['x-amazon-apigateway-auth']);
  // https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-auth.html
  if (type === 'AWS_IAM' || type === 'NONE') return { apiKeyRequired: guard.apiKeyRequired, authorizationType: type };
  return guard;
}

const guardedBy = ({ id, type }: AuthorizerRecord, scopes: string[]): Guard => ({
  authorizationType: type === 'COGNITO_USER_POOLS' ? type : 'CUSTOM',
  authorizerId: id,
  ...(scopes.length > 0 && { authorizationScopes: scopes }),
});
