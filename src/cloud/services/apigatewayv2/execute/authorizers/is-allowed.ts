import { evaluate } from '../../../../policy/evaluate.ts';
import { requestContext } from '../../../../policy/request-context.ts';
import type { AuthorizerResult } from '../../gateway/authorizer-results.ts';
import type { RoutedExchange } from '../exchange.ts';
import { requestArn } from '../functions/execution-arn.ts';

/**
 * Whether the authorizer's result lets the request go on; a policy by the keys that API Gateway has for conditions.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-aws-condition-keys.html
 */
export function isAllowed(result: AuthorizerResult, exchange: RoutedExchange): boolean {
  if (result.kind === 'simple') return result.isAuthorized;
  const { account } = exchange.api;
  const request = {
    principal: { kind: 'user', account, arn: '' } as const,
    action: 'execute-api:Invoke',
    resources: [requestArn(exchange)],
    resourceAccount: account,
    context: contextOf(exchange),
  };
  return evaluate(request, { identity: [result.policy] }).decision === 'allow';
}

function contextOf({ view, request, kernel }: RoutedExchange) {
  const keys = {
    'aws:SourceIp': request.remoteAddress,
    'aws:UserAgent': view.headers.get('user-agent')?.[0],
    'aws:Referer': view.headers.get('referer')?.[0],
    // AWS's endpoints answer by TLS alone.
    'aws:SecureTransport': 'true',
  };
  return requestContext(keys, kernel.clock.now());
}
