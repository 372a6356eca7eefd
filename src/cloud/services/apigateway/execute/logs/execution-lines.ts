import { queryValues } from '../../../../gateway/requests/request-values.ts';
import type { HttpRequest } from '../../../../kernel/http.ts';
import { traceHeader } from '../../../../kernel/trace.ts';
import { methodSettings, stageSettings } from '../../compile/method-settings.ts';
import type { Exchange } from '../exchange.ts';
import type { GatewayFailure } from '../gateway-failure.ts';
import { writtenName } from '../header-names.ts';
import type { MappedRequest } from '../integrations/mapped-request.ts';
import { endpointUrl } from '../integrations/service-target.ts';
import type { ExecutionLine } from './execution-log-writer.ts';

/** How much is told: errors alone, also what went well, also what was sent both ways. */
export interface Detail {
  readonly level: 'ERROR' | 'INFO';
  readonly dataTrace: boolean;
}

/** What a stage wants to know of this method; undefined where it wants nothing. */
export function detailOf({ stage, match, verb }: Exchange): Detail | undefined {
  if (!stage) return undefined;
  const settings = match ? methodSettings(stage, match.method, verb) : stageSettings(stage);
  const level = settings.loggingLevel;
  if (level !== 'ERROR' && level !== 'INFO') return undefined;
  return { level, dataTrace: settings.dataTraceEnabled === true };
}

/** Recorded: lines are cut at about a kilobyte. */
const lineMax = 1024;

/**
 * All lines of a request, in AWS's order and words as recorded; what was never reached is not told.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html
 */
export function executionLines(exchange: Exchange, { level, dataTrace }: Detail): ExecutionLine[] {
  const { receivedMs, kernel, failure } = exchange;
  if (level === 'ERROR' && !failure) return [];
  const endMs = kernel.clock.now();
  const before = level === 'ERROR' ? [] : linesBefore(exchange, dataTrace);
  const after = level === 'ERROR' ? linesOfEnd(exchange, false) : linesAfter(exchange, dataTrace);
  return [
    ...before.map((text) => ({ atMs: receivedMs, text: cut(text) })),
    ...after.map((text) => ({ atMs: endMs, text: cut(text) })),
  ];
}

const cut = (text: string): string => (text.length > lineMax ? `${text.slice(0, lineMax)} [TRUNCATED]` : text);

function linesBefore(exchange: Exchange, dataTrace: boolean): string[] {
  const { requestId, verb, resourcePath, match, request, mapped } = exchange;
  const lines = [
    `Starting execution for request: ${requestId}`,
    `HTTP Method: ${verb}, Resource Path: ${resourcePath}`,
  ];
  if (dataTrace) {
    lines.push(
      `Method request path: ${javaMap(Object.entries(match?.pathParameters ?? {}))}`,
      `Method request query string: ${javaMap(queryValues(request.query) ?? [])}`,
      `Method request headers: ${javaMap(headersOf(request))}`,
      `Method request body before transformations: ${textOf(request.body)}`,
    );
  }
  if (!mapped || isMock(exchange)) return lines;
  const url = endpointUrl(mapped);
  if (dataTrace) {
    lines.push(
      `Endpoint request URI: ${url}`,
      `Endpoint request headers: ${javaMap(headersToBackend(exchange, mapped))}`,
      `Endpoint request body after transformations: ${textOf(mapped.body)}`,
    );
  }
  lines.push(`Sending request to ${url}`);
  return lines;
}

/** Nothing is told of an endpoint where there is none. */
const isMock = ({ match }: Exchange): boolean => match?.method.integration.type === 'MOCK';

/** Those that mapping made, and those that every request of the gateway has. */
function* headersToBackend({ api, trace }: Exchange, { headers }: MappedRequest): Pairs {
  yield ['x-amzn-apigateway-api-id', api.record.id];
  if (!headers.has('accept')) yield ['Accept', 'application/json'];
  if (!headers.has('user-agent')) yield ['User-Agent', `AmazonAPIGateway_${api.record.id}`];
  yield ['X-Amzn-Trace-Id', traceHeader(trace)];
  yield* headers;
}

function linesAfter(exchange: Exchange, dataTrace: boolean): string[] {
  const { answered: answer, integration } = exchange;
  const lines: string[] = [];
  if (answer && !isMock(exchange)) {
    const latencyMs = Math.round(integration?.latencyMs ?? 0);
    lines.push(`Received response. Status: ${answer.status}, Integration latency: ${latencyMs} ms`);
    if (dataTrace) {
      lines.push(
        `Endpoint response headers: ${javaMap(Object.entries(answer.headers))}`,
        `Endpoint response body before transformations: ${textOf(answer.body)}`,
      );
    }
  }
  lines.push(...linesOfEnd(exchange, dataTrace));
  const id = answer?.headers['x-amzn-requestid'] ?? answer?.headers['x-amz-request-id'];
  if (id !== undefined) lines.push(`AWS Integration Endpoint RequestId : ${String(id)}`);
  return lines;
}

function linesOfEnd({ failure, reply }: Exchange, dataTrace: boolean): string[] {
  const lines = failure ? linesOfFailure(failure) : [];
  if (!failure && dataTrace && reply) {
    lines.push(
      `Method response body after transformations: ${textOf(reply.body)}`,
      `Method response headers: ${javaMap(Object.entries(reply.headers).map(([name, value]) => [writtenName(reply, name), value]))}`,
    );
  }
  if (!failure) lines.push('Successfully completed execution');
  lines.push(`Method completed with status: ${reply?.status ?? 500}`);
  return lines;
}

/** What went wrong, and the gateway response that it became. */
function linesOfFailure({ type, status, message, details }: GatewayFailure): string[] {
  const { integrationError, validationError, authorizerError } = details;
  if (type === 'INTEGRATION_TIMEOUT') return ['Execution failed due to a timeout error'];
  if (integrationError !== undefined) {
    const isTold = integrationError.startsWith('Execution failed');
    return [isTold ? integrationError : `Execution failed due to configuration error: ${integrationError}`];
  }
  const reason =
    authorizerError ??
    (type === 'BAD_REQUEST_BODY' && validationError !== undefined
      ? `Request body does not match model schema for content type application/json: ${validationError}`
      : message);
  return [reason, `Gateway response type: ${type} with status code: ${status}`];
}

type Pairs = Iterable<readonly [string, string | readonly string[]]>;

/** As Java prints a map. */
const javaMap = (entries: Pairs): string =>
  `{${[...entries].map(([name, value]) => `${name}=${hidden(name, [value].flat().join(', '))}`).join(', ')}}`;

const secretNames: ReadonlySet<string> = new Set(['authorization', 'x-api-key', 'x-amz-security-token']);

/** AWS shows the last six characters of what is secret. */
const hidden = (name: string, value: string): string =>
  secretNames.has(name.toLowerCase()) ? '*'.repeat(Math.max(0, value.length - 6)) + value.slice(-6) : value;

function* headersOf({ rawHeaders }: HttpRequest): Pairs {
  for (let index = 0; index < rawHeaders.length; index += 2) {
    yield [rawHeaders[index] ?? '', rawHeaders[index + 1] ?? ''];
  }
}

const textOf = (body: Uint8Array | string): string =>
  typeof body === 'string' ? body : Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8');
