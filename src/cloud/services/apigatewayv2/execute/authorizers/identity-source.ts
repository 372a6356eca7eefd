import type { Exchange } from '../exchange.ts';
import { readVariable, type VariableSource } from '../variables.ts';

/**
 * All values of an authorizer's identity sources (`$request.header.x`, `$request.querystring.x`, `$context.x`,
 * `$stageVariables.x`); undefined when one of them is missing. AWS then answers 401 and asks no function:
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
 */
export function identitySources(exchange: Exchange, expressions: readonly string[]): string[] | undefined {
  const values = expressions.map((expression) => identitySource(exchange, expression));
  return values.every((value) => value !== undefined) ? values : undefined;
}

/** An empty value is as good as none. */
function identitySource(exchange: Exchange, expression: string): string | undefined {
  const match = /^\$(request|context|stageVariables)\.(.+)$/.exec(expression);
  if (match?.[2] === undefined) return undefined;
  return readVariable(exchange, match[1] as VariableSource, match[2]) || undefined;
}
