import { traceHeader } from '../../../kernel/trace.ts';
import type { Exchange } from './exchange.ts';
import { forwardedHeaders, isHiddenFromFunctions } from './integrations/header-treatment.ts';

/** Names that functions see in the gateway's casing, whatever the client's is. */
const renamed: ReadonlyMap<string, string> = new Map([
  ['authorization', 'Authorization'],
  ['host', 'Host'],
  ['user-agent', 'User-Agent'],
]);

/** What the gateway says itself, whatever the client sent under that name. */
const isGatewayHeader = (lower: string): boolean => lower.startsWith('x-forwarded-') || lower === 'x-amzn-trace-id';

/**
 * Headers of a request as functions and mapping templates see them: in the order sent, those of the gateway behind them.
 * A test has the headers alone that it gives.
 */
export function requestHeaders(exchange: Exchange): Map<string, string[]> {
  const { request, match, tester } = exchange;
  const isSigned = match?.method.record.authorizationType === 'AWS_IAM';
  const headers = new Map<string, string[]>();
  const { rawHeaders } = request;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const raw = rawHeaders[index] ?? '';
    const lower = raw.toLowerCase();
    if (isHiddenFromFunctions(lower, isSigned) || (!tester && isGatewayHeader(lower))) continue;
    const name = renamed.get(lower) ?? raw;
    const value = rawHeaders[index + 1] ?? '';
    const known = headers.get(name);
    if (known) known.push(value);
    else headers.set(name, [value]);
  }
  for (const [name, value] of gatewayHeadersOf(exchange)) headers.set(name, [value]);
  return headers;
}

/** The value of a header of the gateway's own, in whatever casing it is asked for. */
export function gatewayHeader(exchange: Exchange, lower: string): string | undefined {
  if (!isGatewayHeader(lower)) return undefined;
  return gatewayHeadersOf(exchange).find(([name]) => name.toLowerCase() === lower)?.[1];
}

const gatewayHeadersOf = (exchange: Exchange): (readonly [string, string])[] =>
  exchange.tester
    ? []
    : [['X-Amzn-Trace-Id', traceHeader(exchange.trace)], ...Object.entries(forwardedHeaders(exchange))];
