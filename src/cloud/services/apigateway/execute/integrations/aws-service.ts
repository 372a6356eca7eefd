import { within } from '../../../../gateway/integrations/call-integration.ts';
import { roleCaller } from '../../../../gateway/integrations/role-caller.ts';
import { ConnectionFailure } from '../../../../kernel/errors.ts';
import type { HttpRequest } from '../../../../kernel/http.ts';
import type { Caller } from '../../../../kernel/identity.ts';
import { traceHeader } from '../../../../kernel/trace.ts';
import type { RoutedExchange } from '../exchange.ts';
import { GatewayFailure, misconfigured } from '../gateway-failure.ts';
import type { BackendAnswer, MappedRequest } from './mapped-request.ts';
import { queryText, type ServiceTarget, serviceTarget } from './service-target.ts';

const timeoutMsDefault = 29_000;

/**
 * Asks a service of AWS: the request that mapping made goes to it as the integration's role has signed it, and what the
 * service says over HTTP is the answer.
 * https://docs.aws.amazon.com/apigateway/latest/api/API_Integration.html#apigw-Type-Integration-uri
 */
export function askAwsService(exchange: RoutedExchange, mapped: MappedRequest): Promise<BackendAnswer> {
  const { kernel, requestId: parent, trace } = exchange;
  const { integration } = exchange.match.method;
  const caller = callerOf(exchange);
  const target = serviceTarget(mapped.uri);
  if (!target) throw misconfigured(`The integration URI names no service: ${mapped.uri}`);
  const { endpoint, action, region } = target;
  const request = requestOf(exchange, mapped, target);
  const answer = kernel.callHttp({ request, endpoint, action, caller, region, parent, trace }).catch(asFailure);
  return within(kernel.clock, integration.timeoutInMillis ?? timeoutMsDefault, answer, () => {
    throw new GatewayFailure('INTEGRATION_TIMEOUT');
  });
}

function asFailure(error: unknown): never {
  if (error instanceof ConnectionFailure) {
    throw new GatewayFailure('INTEGRATION_FAILURE', { integrationError: error.message });
  }
  throw error;
}

/** The integration's role, or whoever signed the request where the integration passes its caller on. */
function callerOf({ match, authorization }: RoutedExchange): Caller {
  const { credentials = '' } = match.method.integration;
  const isPassedOn = /^arn:aws[\w-]*:iam::\*:user\/\*$/.test(credentials);
  if (isPassedOn && authorization?.kind === 'iam') return authorization.caller;
  const caller = roleCaller(credentials);
  if (caller) return caller;
  throw misconfigured('API Gateway does not have permission to assume the provided role');
}

/** In URLs as they are: what a client or a template put there unencoded is encoded, and nothing twice. */
const encoded = (path: string): string =>
  path.replace(/%(?![0-9a-f]{2})|[^\w\-.~!$&'()*+,;=:@/%]/giu, (character) => encodeURIComponent(character));

const joined = (query: string, added: string): string =>
  query === '' || added === '' ? query + added : `${query}&${added}`;

function rawHeadersOf(headers: Readonly<Record<string, string>>): string[] {
  const raw: string[] = [];
  for (const name in headers) raw.push(name, headers[name] ?? '');
  return raw;
}

function requestOf(exchange: RoutedExchange, mapped: MappedRequest, { path, query }: ServiceTarget): HttpRequest {
  const { trace, request, api } = exchange;
  const headers: Record<string, string> = {};
  for (const [name, values] of mapped.headers) headers[name] = values.join(', ');
  headers.accept ??= 'application/json';
  headers['user-agent'] ??= `AmazonAPIGateway_${api.record.id}`;
  headers['x-amzn-apigateway-api-id'] = api.record.id;
  headers['x-amzn-trace-id'] = traceHeader(trace);
  const body = typeof mapped.body === 'string' ? Buffer.from(mapped.body) : mapped.body;
  if (body.byteLength > 0) headers['content-length'] = String(body.byteLength);
  return {
    method: mapped.method === 'ANY' ? exchange.verb : mapped.method,
    path: encoded(path),
    query: joined(query, queryText(mapped.query)),
    headers,
    rawHeaders: rawHeadersOf(headers),
    body,
    remoteAddress: request.remoteAddress,
  };
}
