import { TemplateError } from '../../../../gateway/mapping-templates/template-error.ts';
import { HeaderNames } from '../../../../gateway/requests/header-names.ts';
import type { HttpResponse } from '../../../../kernel/http.ts';
import { traceHeader } from '../../../../kernel/trace.ts';
import type { CompiledResponse, MappingTemplates } from '../../compile/compile-integration.ts';
import type { RoutedExchange } from '../exchange.ts';
import { misconfigured } from '../gateway-failure.ts';
import { isSentAsBinary, type Payload, readableAnswer, toBinary } from './content-handling.ts';
import { nameToClient } from './header-treatment.ts';
import { MappedHeaders, transformFailed } from './mapped-headers.ts';
import type { BackendAnswer } from './mapped-request.ts';
import { acceptedType, isBinary, mediaTypeOf } from './media-types.ts';
import { type MappedFrom, parameterValues } from './parameter-values.ts';
import { noteResponseOverride, overriddenHeaders, overriddenStatus } from './response-override.ts';
import { selectResponse } from './select-response.ts';
import { renderMapping } from './templates.ts';

const configurationError = 'Execution failed due to configuration error';

/**
 * Makes the client's answer: selects the integration response and applies its parameters, template and overrides; an
 * HTTP proxy's passes with its headers treated.
 * @throws GatewayFailure (500) where no response is set up for the answer, or its mapping fails
 */
export function mapResponse(exchange: RoutedExchange, answer: BackendAnswer): HttpResponse {
  exchange.answered = answer;
  return exchange.match.method.integration.type === 'HTTP_PROXY'
    ? passedResponse(exchange, answer)
    : mappedResponse(exchange, answer);
}

type Headers = Record<string, string | readonly string[]>;

function passedResponse(exchange: RoutedExchange, answer: BackendAnswer): HttpResponse {
  const { status, headers, body, stream } = answer;
  const passed: Headers = {};
  const headerNames = new HeaderNames();
  for (const [name, value] of Object.entries(headers)) {
    const known = nameToClient(name, 'HTTP_PROXY');
    if (known === undefined) continue;
    passed[known] = value;
    headerNames.note(known, answer.headerNames?.get(name) ?? name);
  }
  passed['content-type'] ??= 'application/json';
  if (stream) return { status, headers: passed, headerNames, body: '', stream };
  const kinds = kindsOf(exchange, headers, undefined);
  const payload = readableAnswer(body, kinds);
  return { status, headers: passed, headerNames, body: isSentAsBinary(kinds) ? toBinary(payload) : payload };
}

function kindsOf(exchange: RoutedExchange, headers: BackendAnswer['headers'], contentHandling: string | undefined) {
  const type = headers['content-type'];
  const isMock = exchange.match.method.integration.type === 'MOCK';
  return {
    // A mock has no backend whose bytes could be anything but what its template writes.
    isBinary: !isMock && isBinary(exchange, mediaTypeOf(typeof type === 'string' ? type : type?.[0])),
    acceptsBinary: !isMock && isBinary(exchange, acceptedType(exchange)),
    contentHandling,
  };
}

function mappedResponse(exchange: RoutedExchange, answer: BackendAnswer): HttpResponse {
  const { method } = exchange.match;
  const { type } = method.integration;
  const response = selectResponse(method.mapping.responses, answer);
  if (!response) {
    throw misconfigured(
      `${configurationError}: No match for output mapping and no default endpoint response configured. Endpoint Response Status Code: ${answer.status}`,
    );
  }
  if (!method.record.methodResponses?.[response.statusCode]) {
    throw misconfigured(
      `${configurationError}: Output mapping refers to an invalid method response: ${response.statusCode}`,
    );
  }
  const kinds = kindsOf(exchange, answer.headers, response.contentHandling);
  const payload = readableAnswer(answer.body, kinds);
  const headers = new MappedHeaders(type);
  try {
    const body = rendered(exchange, response, payload, headers);
    mapHeaders(exchange, response, { body: textOf(payload), responseHeaders: answer.headers }, headers);
    for (const [name, value] of overriddenHeaders(exchange)) headers.override(name, value);
    if (type !== 'MOCK') headers.values['x-amzn-trace-id'] = traceHeader(exchange.trace);
    return {
      status: overriddenStatus(exchange) ?? Number(response.statusCode),
      headers: headers.values,
      headerNames: headers.names,
      body: isSentAsBinary(kinds) ? toBinary(body) : body,
    };
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    throw misconfigured(`${transformFailed}: ${error.message}`);
  }
}

const textOf = (payload: Payload): string => (typeof payload === 'string' ? payload : '');

/** The body by the template for what the client accepts, whose type it has then; without templates as it came. */
function rendered(
  exchange: RoutedExchange,
  { templates }: CompiledResponse,
  payload: Payload,
  headers: MappedHeaders,
): Payload {
  const type = templateType(templates, acceptedType(exchange));
  const template = type === undefined ? undefined : templates.get(type);
  if (type === undefined || !template) return payload;
  headers.values['content-type'] = type;
  if (template.passesThrough) return payload;
  if (typeof payload !== 'string') throw misconfigured(transformFailed);
  const { text, responseOverride } = renderMapping(exchange, template, payload);
  noteResponseOverride(exchange, responseOverride);
  return text;
}

const templateType = (templates: MappingTemplates, accepted: string): string | undefined =>
  [accepted, 'application/json', ...templates.keys()].find((type) => templates.has(type));

function mapHeaders(
  exchange: RoutedExchange,
  { parameters }: CompiledResponse,
  from: MappedFrom,
  headers: MappedHeaders,
): void {
  for (const { place, name, source } of parameters) {
    if (place !== 'header') continue;
    const values = parameterValues(exchange, source, from);
    if (values !== undefined) headers.map(name, values);
  }
}
