import { traceHeader } from '../../../../kernel/trace.ts';
import type { RoutedExchange } from '../exchange.ts';
import { forwardedHeaders, isHiddenFromFunctions } from './header-treatment.ts';

/** Names that functions and templates see in the gateway's casing, whatever the client's is. */
const renamed: ReadonlyMap<string, string> = new Map([
  ['authorization', 'Authorization'],
  ['host', 'Host'],
  ['user-agent', 'User-Agent'],
]);

/** The headers of the method's request: the client's in the order sent, those of the gateway behind them. */
export function methodHeaders(exchange: RoutedExchange): Map<string, string[]> {
  const { request, trace, match } = exchange;
  const isSigned = match.method.record.authorizationType === 'AWS_IAM';
  const headers = new Map<string, string[]>();
  const { rawHeaders } = request;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const raw = rawHeaders[index] ?? '';
    const lower = raw.toLowerCase();
    if (isHiddenFromFunctions(lower, isSigned)) continue;
    if (lower.startsWith('x-forwarded-') || lower === 'x-amzn-trace-id') continue;
    const name = renamed.get(lower) ?? raw;
    headers.set(name, [...(headers.get(name) ?? []), rawHeaders[index + 1] ?? '']);
  }
  headers.set('X-Amzn-Trace-Id', [traceHeader(trace)]);
  for (const [name, value] of Object.entries(forwardedHeaders(exchange))) headers.set(name, [value]);
  return headers;
}
