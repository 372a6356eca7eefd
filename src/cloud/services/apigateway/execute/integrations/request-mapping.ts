import { withStageVariables } from '../../../../gateway/integrations/function-target.ts';
import { TemplateError } from '../../../../gateway/mapping-templates/template-error.ts';
import { queryValues } from '../../../../gateway/requests/request-values.ts';
import type { MappingTemplate } from '../../compile/compile-integration.ts';
import type { RoutedExchange } from '../exchange.ts';
import { GatewayFailure, misconfigured } from '../gateway-failure.ts';
import { type Payload, readablePayload, toBinary } from './content-handling.ts';
import { headersToBackend, isHeader } from './header-treatment.ts';
import type { MappedRequest } from './mapped-request.ts';
import { isBinary, mediaTypeOf } from './media-types.ts';
import { parameterValues } from './parameter-values.ts';
import { assertMayBeMapped } from './reserved-headers.ts';
import { noteResponseOverride } from './response-override.ts';
import { type Rendered, renderMapping } from './templates.ts';

/** While it is being made. */
interface Draft {
  readonly headers: Map<string, readonly string[]>;
  readonly query: Map<string, readonly string[]>;
  readonly path: Record<string, string>;
}

/**
 * Makes the request for the backend: parameters first, then the template, whose overrides are final. HTTP proxies pass
 * on what the client sent, with mapped parameters added.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-data-transformations.html
 * @throws GatewayFailure 400 for a body that mappings cannot read, 415 for a type without a template, 500 else
 */
export function mapRequest(exchange: RoutedExchange): MappedRequest {
  const { match, stage, verb } = exchange;
  const { integration } = match.method;
  const isProxy = integration.type === 'HTTP_PROXY';
  const draft: Draft = {
    headers: isProxy ? headersToBackend(exchange) : new Map(),
    query: new Map(isProxy ? queryValues(exchange.request.query) : undefined),
    path: {},
  };
  const payload = payloadOf(exchange);
  const template = isProxy ? undefined : templateFor(exchange);
  const body = explained(() => {
    mapParameters(exchange, draft, payload);
    if (!template || template.passesThrough) return payload;
    const rendered = render(exchange, template, payload);
    override(draft, rendered, integration.type);
    noteResponseOverride(exchange, rendered.responseOverride);
    return rendered.text;
  });
  const { httpMethod = 'ANY', contentHandling } = integration;
  const mapped: MappedRequest = {
    method: httpMethod === 'ANY' ? verb : httpMethod,
    path: draft.path,
    query: draft.query,
    headers: draft.headers,
    body: contentHandling === 'CONVERT_TO_BINARY' ? toBinary(body) : body,
    uri: filledUri(withStageVariables(integration.uri ?? '', stage.variables), draft.path),
  };
  exchange.mapped = mapped;
  return mapped;
}

const transformFailed = 'Execution failed due to configuration error: Unable to transform request';

/** What templates and mappings throw, as the client hears it. */
function explained<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof TemplateError && error.message === 'Invalid JSON in request body') {
      throw new GatewayFailure('BAD_REQUEST_BODY', { message: error.message });
    }
    if (!(error instanceof TemplateError)) throw error;
    throw misconfigured(`${transformFailed}: ${error.message}`);
  }
}

function payloadOf(exchange: RoutedExchange): Payload {
  const { request, match } = exchange;
  const binary = isBinary(exchange, mediaTypeOf(request.headers['content-type']));
  return readablePayload(request.body, binary, match.method.integration.contentHandling);
}

/**
 * The template for the type of the request, or undefined where the body passes untouched.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/integration-passthrough-behaviors.html
 */
function templateFor({ match, request }: RoutedExchange): MappingTemplate | undefined {
  const { mapping, integration } = match.method;
  const { templates } = mapping;
  const template = templates.get(mediaTypeOf(request.headers['content-type'])) ?? templates.get('$default');
  if (template) return template;
  const { passthroughBehavior } = integration;
  if (passthroughBehavior === 'NEVER' || (passthroughBehavior === 'WHEN_NO_TEMPLATES' && templates.size > 0)) {
    throw new GatewayFailure('UNSUPPORTED_MEDIA_TYPE');
  }
  return undefined;
}

/** Bytes have no text to render: a catch-all binary type breaks templates on AWS just so. */
function render(exchange: RoutedExchange, template: MappingTemplate, payload: Payload): Rendered {
  if (typeof payload !== 'string') throw misconfigured(transformFailed);
  return renderMapping(exchange, template, payload);
}

function mapParameters(exchange: RoutedExchange, draft: Draft, payload: Payload): void {
  const { mapping, integration } = exchange.match.method;
  const isProxy = integration.type === 'HTTP_PROXY';
  const body = typeof payload === 'string' ? payload : '';
  for (const { place, name, source } of mapping.parameters) {
    const values = parameterValues(exchange, source, { body });
    if (values === undefined) continue;
    if (place === 'header') setHeader(draft, name, values, integration.type);
    // Proxies have the client's own already: they stay, and mapped ones follow.
    else if (place === 'querystring')
      draft.query.set(name, isProxy ? [...(draft.query.get(name) ?? []), ...values] : values);
    else draft.path[name] = values.at(-1) ?? '';
  }
}

function setHeader({ headers }: Draft, name: string, values: readonly string[], type: string | undefined): void {
  const key = name.toLowerCase();
  assertMayBeMapped(key, type);
  for (const value of values) if (!isHeader(key, value)) throw misconfigured(transformFailed);
  headers.set(key, values);
}

function override(draft: Draft, { requestOverride }: Rendered, type: string | undefined): void {
  for (const [name, value] of requestOverride.header) setHeader(draft, name, [value], type);
  for (const [name, value] of requestOverride.querystring) draft.query.set(name, [value]);
  for (const [name, value] of requestOverride.path) draft.path[name] = value;
}

/** Values are put in as they were sent; what no URI may hold is encoded. */
const filledUri = (uri: string, path: Readonly<Record<string, string>>): string =>
  uri.replace(/\{([^{}]+?)\+?\}/g, (placeholder, name: string) => {
    const value = Object.hasOwn(path, name) ? path[name] : undefined;
    return value === undefined ? placeholder : encodedForUri(value);
  });

const encodedForUri = (value: string): string =>
  value.toWellFormed().replace(/[^!-~]+|["<>\\^`{|}?#]/gu, (text) => encodeURIComponent(text));
