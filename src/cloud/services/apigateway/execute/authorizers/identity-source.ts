import type { RoutedExchange } from '../exchange.ts';
import { requestParameter } from '../request-parameters.ts';
import { contextVariable } from '../variables.ts';

/**
 * All values of an authorizer's identity sources (`method.request.header.x`, `method.request.querystring.x`,
 * `stageVariables.x`, `context.x`), undefined when one of them is missing or empty.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/configure-api-gateway-lambda-authorization.html
 */
export function identitySources(exchange: RoutedExchange, expressions: string): string[] | undefined {
  const values = expressions
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '')
    .map((expression) => identitySource(exchange, expression) || undefined);
  return values.every((value) => value !== undefined) ? values : undefined;
}

function identitySource(exchange: RoutedExchange, expression: string): string | undefined {
  const match = /^(method\.request|stageVariables|context)\.(.+)$/.exec(expression);
  const name = match?.[2] ?? '';
  switch (match?.[1]) {
    case 'method.request':
      return requestParameter(exchange, name);
    case 'stageVariables':
      return exchange.stage.variables[name];
    case 'context':
      return contextVariable(exchange, name);
    default:
      return undefined;
  }
}
