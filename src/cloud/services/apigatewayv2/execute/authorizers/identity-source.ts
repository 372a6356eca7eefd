import type { Exchange } from '../exchange.ts';
import { contextVariable, requestVariable, stageVariable } from '../variables.ts';

/** The value of `$request.header.x`, `$request.querystring.x`, `$context.x` or `$stageVariables.x`; empty is absent. */
export function identitySource(exchange: Exchange, expression: string): string | undefined {
  const match = /^\$(request|context|stageVariables)\.(.+)$/.exec(expression);
  const name = match?.[2] ?? '';
  const read = { request: requestVariable, context: contextVariable, stageVariables: stageVariable }[match?.[1] ?? ''];
  return read?.(exchange, name) || undefined;
}

/** All values of an authorizer's identity sources; undefined when one of them is missing. */
export function identitySources(exchange: Exchange, expressions: readonly string[]): string[] | undefined {
  const values = expressions.map((expression) => identitySource(exchange, expression));
  return values.every((value) => value !== undefined) ? values : undefined;
}
