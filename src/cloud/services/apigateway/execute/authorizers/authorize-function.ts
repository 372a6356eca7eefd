import { MalformedResult } from '../../../../gateway/authorizers/malformed-result.ts';
import { callFunction, type FunctionOutcome } from '../../../../gateway/integrations/call-integration.ts';
import { functionTarget, withStageVariables } from '../../../../gateway/integrations/function-target.ts';
import { formatArn } from '../../../../kernel/arns.ts';
import { UnsupportedError } from '../../../../kernel/errors.ts';
import type { AuthorizerRecord } from '../../state.ts';
import type { RoutedExchange } from '../exchange.ts';
import { GatewayFailure } from '../gateway-failure.ts';
import type { Authorization } from './authorization.ts';
import { authorizerEvent } from './authorizer-event.ts';
import { authorizerDenies, policyDenies } from './denied.ts';
import { identitySources } from './identity-source.ts';
import { judgeAnonymous, judgeByPolicy, methodArn } from './judge-request.ts';
import { contextTexts, type PolicyDecision, readResult } from './read-result.ts';

const timeoutMs = 29_000;
const ttlSecondsDefault = 300; // API_CreateAuthorizer

/**
 * A Lambda authorizer: 401 without its identity sources, 403 when policies deny, 500 when it fails to say. The API's own
 * policy is asked for denials first; then one of both must allow.
 */
export async function authorizeByFunction(
  exchange: RoutedExchange,
  authorizer: AuthorizerRecord,
): Promise<Authorization> {
  const byApi = judgeAnonymous(exchange);
  if (byApi === 'explicitDeny') throw policyDenies(byApi, methodArn(exchange));
  const sources = validSources(exchange, authorizer);
  const { decision, integrationLatencyMs } = await decide(exchange, authorizer, sources);
  const byAuthorizer = judgeByPolicy(exchange, decision.policy);
  if (byAuthorizer === 'explicitDeny' || (byAuthorizer !== 'allow' && byApi !== 'allow')) {
    throw authorizerDenies(byAuthorizer);
  }
  const { principalId, usageIdentifierKey } = decision;
  return { kind: 'lambda', principalId, context: contextTexts(decision), usageIdentifierKey, integrationLatencyMs };
}

/** The values that the authorizer is asked about; 401 where they are not there, or not as the token has to be. */
export function validSources(exchange: RoutedExchange, authorizer: AuthorizerRecord): readonly string[] {
  const { type, identitySource, identityValidationExpression } = authorizer;
  const sources = identitySources(exchange, identitySource ?? '');
  if (!sources || (type === 'TOKEN' && sources.length === 0)) throw new GatewayFailure('UNAUTHORIZED');
  if (
    type === 'TOKEN' &&
    identityValidationExpression &&
    !matchesWhole(identityValidationExpression, sources[0] ?? '')
  ) {
    throw new GatewayFailure('UNAUTHORIZED');
  }
  return sources;
}

/** As Java's `matches` does. */
export function matchesWhole(expression: string, text: string): boolean {
  try {
    return new RegExp(`^(?:${expression})$`).test(text);
  } catch {
    throw configurationError(`The identity validation expression ${expression} is no regular expression`);
  }
}

interface Decided {
  readonly decision: PolicyDecision;
  readonly integrationLatencyMs: number;
}

/** What was decided on these values before, for whatever method of the stage; else what the function says. */
async function decide(
  exchange: RoutedExchange,
  authorizer: AuthorizerRecord,
  sources: readonly string[],
): Promise<Decided> {
  const { gateway, kernel, stage, address } = exchange;
  const ttlMs = sources.length === 0 ? 0 : (authorizer.authorizerResultTtlInSeconds ?? ttlSecondsDefault) * 1000;
  const key = `${address.apiId}/${stage.name}/${authorizer.id}/${JSON.stringify(sources)}`;
  const kept = ttlMs > 0 ? gateway.authorizerResults.find(key, kernel.clock.now()) : undefined;
  if (kept?.kind === 'policy') return { decision: kept, integrationLatencyMs: 0 };
  const startMs = kernel.clock.monotonic();
  const decision = readPayload(await askFunction(exchange, authorizer, sources));
  if (ttlMs > 0) gateway.authorizerResults.keep(key, decision, kernel.clock.now() + ttlMs);
  return { decision, integrationLatencyMs: kernel.clock.monotonic() - startMs };
}

/** The function's answer as it came; any failure of it is the authorizer's. */
export async function askFunction(
  exchange: RoutedExchange,
  authorizer: AuthorizerRecord,
  sources: readonly string[],
): Promise<string> {
  const { kernel, api, stage, address, requestId: parent, trace } = exchange;
  const target = functionTarget(withStageVariables(authorizer.authorizerUri ?? '', stage.variables));
  if (!target) throw configurationError('The authorizer URI names no Lambda function');
  const { account, region } = api;
  const resource = `${address.apiId}/authorizers/${authorizer.id}`;
  const outcome = await callFunction(kernel, {
    target,
    event: authorizerEvent(exchange, authorizer, sources),
    account,
    sourceArns: authorizer.authorizerCredentials
      ? undefined
      : [formatArn({ service: 'execute-api', region, account, resource })],
    timeoutMs,
    parent,
    trace,
  });
  if (outcome.kind === 'answer') return outcome.payload;
  throw failureOf(outcome);
}

/** A decision, or the failure of an authorizer that answered none. */
export function readPayload(payload: string): PolicyDecision {
  try {
    return readResult(payload);
  } catch (error) {
    if (error instanceof MalformedResult) throw configurationError(error.message);
    throw error;
  }
}

/** `Unauthorized` is a word that functions have for 401; it must be exactly that. */
function failureOf(outcome: Exclude<FunctionOutcome, { readonly kind: 'answer' }>): Error {
  switch (outcome.kind) {
    case 'functionError':
      return outcome.reason === 'Unauthorized' ? new GatewayFailure('UNAUTHORIZED') : failed(outcome.reason);
    case 'forbidden':
      return configurationError('Invalid permissions on Lambda function');
    case 'unsupported':
      return new UnsupportedError(outcome.message);
    case 'timeout':
      return failed('The authorizer did not answer in time');
    case 'tooLarge':
      return failed('The request is larger than Lambda takes');
    case 'throttled':
    case 'refused':
      return failed(outcome.message);
  }
}

const failed = (authorizerError: string): GatewayFailure =>
  new GatewayFailure('AUTHORIZER_FAILURE', { authorizerError });

const configurationError = (authorizerError: string): GatewayFailure =>
  new GatewayFailure('AUTHORIZER_CONFIGURATION_ERROR', { authorizerError });
