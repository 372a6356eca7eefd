import type { AuthorizerResult } from '../../../../gateway/authorizers/authorizer-results.ts';
import { policyAllows } from '../../../../gateway/authorizers/policy-allows.ts';
import type { RoutedExchange } from '../exchange.ts';
import { requestArn } from '../function-answer.ts';

/** Whether the authorizer's result lets the request go on. */
export function isAllowed(result: AuthorizerResult, exchange: RoutedExchange): boolean {
  if (result.kind === 'simple') return result.isAuthorized;
  const { api, request, view, kernel } = exchange;
  return policyAllows(result.policy, {
    account: api.account,
    arn: requestArn(exchange),
    sourceIp: request.remoteAddress,
    userAgent: view.headers.get('user-agent')?.[0],
    referer: view.headers.get('referer')?.[0],
    nowMs: kernel.clock.now(),
  });
}
