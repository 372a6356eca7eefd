import { callFunction, type FunctionOutcome } from '../../../../gateway/integrations/call-integration.ts';
import { functionTarget, withStageVariables } from '../../../../gateway/integrations/function-target.ts';
import { formatArn } from '../../../../kernel/arns.ts';
import { UnsupportedError } from '../../../../kernel/errors.ts';
import type { HttpResponse } from '../../../../kernel/http.ts';
import { traceHeader } from '../../../../kernel/trace.ts';
import type { RoutedExchange } from '../exchange.ts';
import { badGateway, GatewayFailure, misconfigured } from '../gateway-failure.ts';
import { buildProxyEvent } from './proxy-event.ts';
import { readProxyResponse } from './proxy-response.ts';

const timeoutMsDefault = 29_000;

/** A Lambda proxy integration: event in, response out. */
export async function integrateFunctionProxy(exchange: RoutedExchange): Promise<HttpResponse> {
  const { kernel, api, stage, requestId: parent, trace } = exchange;
  const { integration } = exchange.match.method;
  const target = functionTarget(withStageVariables(integration.uri ?? '', stage.variables));
  if (!target) throw misconfigured('The integration URI names no Lambda function');
  const outcome = await callFunction(kernel, {
    target,
    event: buildProxyEvent(exchange),
    account: api.account,
    sourceArns: integration.credentials === undefined ? sourceArns(exchange) : undefined,
    timeoutMs: integration.timeoutInMillis ?? timeoutMsDefault,
    parent,
    trace,
  });
  if (outcome.kind !== 'answer') throw failureOf(outcome);
  const response = readProxyResponse(outcome.payload, exchange);
  return { ...response, headers: { ...response.headers, 'x-amzn-trace-id': traceHeader(trace) } };
}

function failureOf(outcome: Exclude<FunctionOutcome, { readonly kind: 'answer' }>): Error {
  switch (outcome.kind) {
    case 'functionError':
      return badGateway(`Execution failed due to configuration error: ${outcome.reason}`);
    case 'forbidden':
      return misconfigured('Execution failed due to configuration error: Invalid permissions on Lambda function');
    case 'throttled':
      return misconfigured(outcome.message);
    case 'tooLarge':
      return new GatewayFailure('REQUEST_TOO_LARGE');
    case 'timeout':
      return new GatewayFailure('INTEGRATION_TIMEOUT');
    case 'unsupported':
      return new UnsupportedError(outcome.message);
    case 'refused':
      return misconfigured(outcome.message);
  }
}

/** What a function's policy may name in `aws:SourceArn`: `{api}/{stage}/{method}{path of the resource}`. */
function sourceArns({ api, stage, verb, match }: RoutedExchange): string[] {
  const { account, region, record } = api;
  const verbs = new Set([match.method.verb === 'ANY' ? '*' : match.method.verb, verb]);
  return [...verbs].map((method) =>
    formatArn({
      service: 'execute-api',
      region,
      account,
      resource: `${record.id}/${stage.name}/${method}${match.method.resource.path}`,
    }),
  );
}
