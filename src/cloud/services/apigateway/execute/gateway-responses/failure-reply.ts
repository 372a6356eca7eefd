import { HeaderNames } from '../../../../gateway/requests/header-names.ts';
import type { HttpResponse } from '../../../../kernel/http.ts';
import type { GatewayResponseRecord } from '../../state.ts';
import type { Exchange } from '../exchange.ts';
import type { GatewayFailure } from '../gateway-failure.ts';
import { requestParameter } from '../request-parameters.ts';
import { contextVariable } from '../variables.ts';

/**
 * What the client is told of a failure: the API's own gateway response for its type, or else that for all of its family,
 * or else AWS's. https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-gatewayResponse-definition.html
 */
export function failureReply(exchange: Exchange, failure: GatewayFailure): HttpResponse {
  const custom = customResponse(exchange, failure);
  if (!custom) return defaultReply(failure);
  const { contentType, template } = templateOf(custom, exchange);
  const headers: Record<string, string> = {
    'content-type': contentType,
    'x-amzn-errortype': failure.errorType,
  };
  const headerNames = new HeaderNames();
  for (const [target, source] of Object.entries(custom.responseParameters ?? {})) {
    const given = /^gatewayresponse\.header\.(.+)$/.exec(target)?.[1];
    const value = parameterOf(source, exchange);
    if (given === undefined || value === undefined) continue;
    const name = given.toLowerCase();
    headers[name] = value;
    headerNames.note(name, given);
  }
  const status = custom.statusCode === undefined ? failure.status : Number(custom.statusCode);
  return {
    status,
    headers,
    headerNames,
    body: template === undefined ? defaultBody(failure) : filled(template, exchange),
  };
}

/** A body that is too large is refused before the API's configuration is looked at. */
function customResponse({ stage }: Exchange, { type, status }: GatewayFailure): GatewayResponseRecord | undefined {
  const responses = stage?.deployment.gatewayResponses;
  if (!responses || type === 'REQUEST_TOO_LARGE') return undefined;
  return responses.get(type) ?? responses.get(status >= 500 ? 'DEFAULT_5XX' : 'DEFAULT_4XX');
}

const defaultReply = (failure: GatewayFailure): HttpResponse => ({
  status: failure.status,
  headers: { 'content-type': 'application/json', 'x-amzn-errortype': failure.errorType },
  body: defaultBody(failure),
});

/** AWS writes a space behind the colon where a server is at fault, and a capital M where policies deny. */
function defaultBody({ message, errorType, status }: GatewayFailure): string {
  if (message === '') return '{"message":null}';
  const text = JSON.stringify(message);
  if (errorType === 'AccessDeniedException') return `{"Message":${text}}`;
  return status >= 500 ? `{"message": ${text}}` : `{"message":${text}}`;
}

/** By the first media type that the client accepts, else JSON, else the first that there is. */
function templateOf(
  { responseTemplates = {} }: GatewayResponseRecord,
  { request }: Exchange,
): { readonly contentType: string; readonly template: string | undefined } {
  const accepted = request.headers.accept?.split(',', 1)[0]?.split(';', 1)[0]?.trim() ?? '';
  const known = Object.keys(responseTemplates);
  const contentType = [accepted, 'application/json', ...known].find((type) => known.includes(type));
  return contentType === undefined
    ? { contentType: 'application/json', template: undefined }
    : { contentType, template: responseTemplates[contentType] };
}

/** `'text'` in quotes, or where the value is taken from. */
function parameterOf(source: string, exchange: Exchange): string | undefined {
  const text = /^'(.*)'$/s.exec(source)?.[1];
  return text ?? variableOf(source, exchange);
}

/** Variables alone are filled in: gateway responses know no other part of the template language. */
const filled = (template: string, exchange: Exchange): string =>
  template.replace(
    /\$(?:\{((?:context|stageVariables|method\.request)\.[\w.-]+)\}|((?:context|stageVariables|method\.request)(?:\.[\w-]+)+))/g,
    (_, braced: string | undefined, plain: string | undefined) => variableOf(braced ?? plain ?? '', exchange) ?? '',
  );

function variableOf(source: string, exchange: Exchange): string | undefined {
  const [family = '', ...rest] = source.split('.');
  const name = rest.join('.');
  if (family === 'context') return contextVariable(exchange, name);
  if (family === 'stageVariables') return exchange.stage?.variables[name];
  return requestParameter(exchange, name.replace(/^request\./, ''));
}
