import type { Authorizer } from '@aws-sdk/client-api-gateway';
import { badRequest } from '../errors.ts';
import { assertEnumerated } from './enumerated.ts';

const ttlSecondsMax = 3600;
const uriPattern = /^arn:[^:]+:apigateway:[a-z]+-[a-z-]+-\d:lambda:path\/.*\/functions\/.+\/invocations$/;

/** An authorizer as it would be kept. @throws BadRequestException, ValidationException */
export function assertAuthorizer(authorizer: Authorizer, operation: string): void {
  const {
    name,
    type,
    authorizerUri = '',
    providerARNs = [],
    identitySource,
    authorizerResultTtlInSeconds,
  } = authorizer;
  if (!name) throw badRequest('Authorizer name must be non-empty');
  assertEnumerated(`${operation}.type`, type, ['REQUEST', 'TOKEN', 'COGNITO_USER_POOLS', 'JWT']);
  if (type === 'TOKEN' || type === 'REQUEST') {
    if (!uriPattern.test(authorizerUri)) {
      throw badRequest(
        `Invalid Authorizer URI: ${authorizerUri}. Authorizer URI should be a valid API Gateway ARN that represents a Lambda function invocation.`,
      );
    }
  } else if (type === 'COGNITO_USER_POOLS' && providerARNs.length === 0) {
    throw badRequest('Invalid request input');
  }
  const ttlSeconds = authorizerResultTtlInSeconds ?? 0;
  if (ttlSeconds < 0 || ttlSeconds > ttlSecondsMax) {
    throw badRequest(`Authorizer result TTL must be between 0 and ${ttlSecondsMax} seconds`);
  }
  // What results are kept by; a token is always in a header.
  if (!identitySource && (type === 'TOKEN' || (type === 'REQUEST' && ttlSeconds > 0))) {
    throw badRequest('Invalid request input');
  }
}
