import {
  callFunction,
  type FunctionCall,
  type FunctionOutcome,
} from '../../../../gateway/integrations/call-integration.ts';
import { functionTarget } from '../../../../gateway/integrations/function-target.ts';
import { formatArn } from '../../../../kernel/arns.ts';
import { UnsupportedError } from '../../../../kernel/errors.ts';
import type { RoutedExchange } from '../exchange.ts';
import { badGateway, GatewayFailure, misconfigured } from '../gateway-failure.ts';
import type { BackendAnswer, MappedRequest } from './mapped-request.ts';

const timeoutMsDefault = 29_000;
const configurationError = 'Execution failed due to configuration error';

/** One call of the function behind a method; `event` may be JSON text. */
interface Asked {
  readonly uri: string;
  readonly event: object | string;
  readonly isAsync?: boolean;
}

/** Calls the function, whichever kind of integration asks. Throws only what is no answer of Lambda's. */
export const askFunction = (exchange: RoutedExchange, asked: Asked): Promise<FunctionOutcome> =>
  callFunction(exchange.kernel, functionCall(exchange, asked));

/** The call of a method's function. @throws GatewayFailure for a method that can call none */
export function functionCall(exchange: RoutedExchange, { uri, event, isAsync }: Asked): FunctionCall {
  const { api, requestId: parent, trace } = exchange;
  const { integration } = exchange.match.method;
  const target = functionTarget(uri);
  if (!target) throw misconfigured(`${configurationError}: The integration URI names no Lambda function`);
  if (integration.httpMethod !== 'POST') {
    // Lambda's Invoke is a POST; by any other verb it is asked something else, which it refuses.
    throw misconfigured(`${configurationError}: Unable to determine service/operation name to be authorized`);
  }
  return {
    target,
    event,
    isAsync: isAsync ?? false,
    account: api.account,
    sourceArns: integration.credentials === undefined ? sourceArns(exchange) : undefined,
    timeoutMs: integration.timeoutInMillis ?? timeoutMsDefault,
    parent,
    trace,
  };
}

/**
 * A Lambda function behind mappings: it gets what the template made. An error of the function is an answer like any
 * other, which selection patterns tell by its message.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/getting-started-lambda-non-proxy-integration.html
 */
export async function askMappedFunction(exchange: RoutedExchange, mapped: MappedRequest): Promise<BackendAnswer> {
  const text = typeof mapped.body === 'string' ? mapped.body : Buffer.from(mapped.body).toString('utf8');
  const isAsync = mapped.headers.get('x-amz-invocation-type')?.at(-1) === 'Event';
  const outcome = await askFunction(exchange, { uri: mapped.uri, event: text.trim() === '' ? '{}' : text, isAsync });
  const headers = { 'content-type': 'application/json' };
  if (outcome.kind === 'answer') {
    return { status: outcome.status, headers, body: isAsync ? '' : outcome.payload, error: '' };
  }
  if (outcome.kind !== 'functionError') throw failureOf(outcome);
  return {
    status: 200,
    headers: { ...headers, 'x-amz-function-error': 'Unhandled' },
    body: outcome.payload,
    error: outcome.reason,
  };
}

/** How an API tells that its function gave no answer. */
export function failureOf(outcome: Exclude<FunctionOutcome, { readonly kind: 'answer' }>): Error {
  switch (outcome.kind) {
    case 'functionError':
      return badGateway(`${configurationError}: ${outcome.reason}`);
    case 'forbidden':
      return misconfigured(`${configurationError}: Invalid permissions on Lambda function`);
    case 'throttled':
      return misconfigured(outcome.message);
    case 'tooLarge':
      return new GatewayFailure('REQUEST_TOO_LARGE');
    case 'timeout':
      return new GatewayFailure('INTEGRATION_TIMEOUT', { integrationError: 'Execution failed due to a timeout error' });
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
