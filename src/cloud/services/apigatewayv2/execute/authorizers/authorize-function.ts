import type { AuthorizerResult } from '../../../../gateway/authorizers/authorizer-results.ts';
import { MalformedResult } from '../../../../gateway/authorizers/malformed-result.ts';
import { readAuthorizerResult } from '../../../../gateway/authorizers/read-authorizer-result.ts';
import { functionTarget, withStageVariables } from '../../../../gateway/integrations/function-target.ts';
import { pathOf } from '../../compile/router.ts';
import type { AuthorizerRecord } from '../../state.ts';
import type { Authorization } from '../authorization.ts';
import { pathParametersOf, requestContextV1, requestContextV2, requestPartV1, requestPartV2 } from '../events.ts';
import type { RoutedExchange } from '../exchange.ts';
import { askFunction, authorizerSourceArn, requestArn } from '../function-answer.ts';
import { authorizerFailed, forbidden, GatewayError, unauthorized } from '../gateway-error.ts';
import { identitySources } from './identity-source.ts';
import { isAllowed } from './is-allowed.ts';

const authorizerTimeoutMs = 10_000; // http-api-quotas: Lambda authorizer response timeout

/** A Lambda authorizer: 401 without its identity sources, 403 when it says no, 500 when it fails to say. */
export async function authorizeByFunction(
  exchange: RoutedExchange,
  authorizer: AuthorizerRecord,
): Promise<Authorization> {
  const sources = identitySources(exchange, authorizer.IdentitySource ?? []);
  if (!sources) throw unauthorized();
  const result = await decide(exchange, authorizer, sources);
  if (!isAllowed(result, exchange)) throw forbidden();
  const principalId = result.kind === 'policy' ? result.principalId : undefined;
  return { kind: 'lambda', principalId, context: result.context };
}

/** The kept result for these values, shared by all routes of the stage; else the function's. */
async function decide(
  exchange: RoutedExchange,
  authorizer: AuthorizerRecord,
  sources: readonly string[],
): Promise<AuthorizerResult> {
  const { gateway, kernel, stage, api } = exchange;
  const ttlMs = (authorizer.AuthorizerResultTtlInSeconds ?? 0) * 1000;
  const key = `${api.record.ApiId}/${stage.name}/${authorizer.AuthorizerId}/${JSON.stringify(sources)}`;
  const kept = ttlMs > 0 ? gateway.authorizerResults.find(key, kernel.clock.now()) : undefined;
  if (kept) return kept;
  const result = await ask(exchange, authorizer, sources);
  if (ttlMs > 0) gateway.authorizerResults.keep(key, result, kernel.clock.now() + ttlMs);
  return result;
}

/** Calls the authorizer's function and reads its answer; any failure of it is the authorizer's. */
async function ask(
  exchange: RoutedExchange,
  authorizer: AuthorizerRecord,
  sources: readonly string[],
): Promise<AuthorizerResult> {
  const target = functionTarget(withStageVariables(authorizer.AuthorizerUri ?? '', exchange.stage.variables ?? {}));
  if (!target) throw authorizerFailed('The authorizer URI names no Lambda function');
  const isV2 = authorizer.AuthorizerPayloadFormatVersion === '2.0';
  const event = isV2 ? eventV2(exchange, sources) : eventV1(exchange, sources);
  try {
    const hasCredentials = authorizer.AuthorizerCredentialsArn !== undefined;
    const sourceArns = hasCredentials ? undefined : [authorizerSourceArn(exchange, authorizer.AuthorizerId)];
    const { payload } = await askFunction(exchange, { target, event, sourceArns, timeoutMs: authorizerTimeoutMs });
    return readAuthorizerResult(payload, authorizer.EnableSimpleResponses ?? false);
  } catch (error) {
    throw failureOf(error);
  }
}

/** Whatever met the function, to the client it is the authorizer that failed. */
function failureOf(error: unknown): unknown {
  if (error instanceof MalformedResult) return authorizerFailed(error.message);
  if (!(error instanceof GatewayError) || error.type === 'UNSUPPORTED') return error;
  if (error.type === 'INTEGRATION_TIMEOUT') return authorizerFailed('The authorizer did not answer within 10 seconds');
  return authorizerFailed(error.details.authorizerError ?? error.details.integrationError ?? error.message);
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html */
function eventV2(exchange: RoutedExchange, identitySource: readonly string[]): object {
  return {
    version: '2.0',
    type: 'REQUEST',
    routeArn: requestArn(exchange),
    identitySource,
    routeKey: exchange.match.route.key,
    ...requestPartV2(exchange.view),
    requestContext: requestContextV2(exchange),
    ...pathParametersOf(exchange),
    ...(exchange.stage.variables && { stageVariables: exchange.stage.variables }),
  };
}

/** REST's event with a version; several identity sources are one text, as their event has room for one. */
function eventV1(exchange: RoutedExchange, sources: readonly string[]): object {
  return {
    version: '1.0',
    type: 'REQUEST',
    methodArn: requestArn(exchange),
    identitySource: sources.join(','),
    authorizationToken: sources.join(','),
    resource: pathOf(exchange.match.route.key),
    ...requestPartV1(exchange),
    pathParameters: exchange.match.pathParameters,
    stageVariables: exchange.stage.variables ?? {},
    requestContext: requestContextV1(exchange),
  };
}
