import type { HttpResponse } from '../../../../kernel/http.ts';
import type { Exchange } from '../exchange.ts';
import { jsonPath } from '../request/json-path.ts';
import type { RequestView } from '../request/request-view.ts';
import { contextVariable, requestVariable, stageVariable } from '../variables.ts';

/** What a mapping may read: the exchange, and in responses what the backend answered. */
interface Source {
  readonly exchange: Exchange;
  readonly response: HttpResponse | undefined;
}

type Value = (source: Source) => string | undefined;

interface Action {
  readonly verb: 'append' | 'overwrite' | 'remove';
  readonly place: 'header' | 'querystring' | 'path' | 'statuscode';
  readonly name: string;
  readonly value: Value;
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-parameter-mapping.html */
export type ParameterMapping = readonly Action[];

/** Undefined when there is nothing to map. Keys were checked when the integration was made. */
export function compileMapping(parameters: Readonly<Record<string, string>> | undefined): ParameterMapping | undefined {
  const actions = Object.entries(parameters ?? {}).flatMap(([key, text]): Action[] => {
    const match = /^(append|overwrite|remove):(header|querystring|path|statuscode)(?:\.(.+))?$/.exec(key);
    if (!match) return [];
    const place = match[2] as Action['place'];
    const name = place === 'header' ? (match[3] ?? '').toLowerCase() : (match[3] ?? '');
    return [{ verb: match[1] as Action['verb'], place, name, value: compileValue(text) }];
  });
  return actions.length > 0 ? actions : undefined;
}

/** `$request.header.x`, `${$context.stage}/${$request.path.id}` and static text. */
function compileValue(text: string): Value {
  if (text.includes('${')) {
    const parts = text.split(/(\$\{[^}]+\})/).map((part): Value => {
      const inner = /^\$\{(.+)\}$/.exec(part)?.[1];
      return inner === undefined ? () => part : compileReference(inner.startsWith('$') ? inner : `$${inner}`);
    });
    return (source) => parts.map((part) => part(source) ?? '').join('');
  }
  return text.startsWith('$') ? compileReference(text) : () => text;
}

function compileReference(text: string): Value {
  const match = /^\$(request|response|context|stageVariables)\.(.+)$/.exec(text);
  const name = match?.[2] ?? '';
  switch (match?.[1]) {
    case 'request':
      return ({ exchange }) => requestVariable(exchange, name);
    case 'response':
      return ({ response }) => response && responseVariable(response, name);
    case 'context':
      return ({ exchange }) => contextVariable(exchange, name);
    case 'stageVariables':
      return ({ exchange }) => stageVariable(exchange, name);
    default:
      return () => text;
  }
}

function responseVariable({ headers, body }: HttpResponse, name: string): string | undefined {
  const header = /^header\.(.+)$/.exec(name)?.[1]?.toLowerCase();
  if (header !== undefined) {
    const value = Object.hasOwn(headers, header) ? headers[header] : undefined;
    return typeof value === 'string' ? value : value?.join(',');
  }
  return name.startsWith('body') ? jsonPath(Buffer.from(body), name.slice('body'.length)) : undefined;
}

/** The request as the integration is to see it. A value that is nowhere to be found changes nothing. */
export function mapRequest(mapping: ParameterMapping, view: RequestView, exchange: Exchange): RequestView {
  const headers = new Map(view.headers);
  let { path, query } = view;
  for (const action of mapping) {
    const value = action.verb === 'remove' ? '' : action.value({ exchange, response: undefined });
    if (value === undefined) continue;
    if (action.place === 'header') mapHeader(headers, action, value);
    if (action.place === 'querystring') query = mapQuery(query, action, value);
    if (action.place === 'path') path = value.startsWith('/') ? value : `/${value}`;
  }
  return { path, query, headers };
}

function mapHeader(headers: Map<string, readonly string[]>, { verb, name }: Action, value: string): void {
  if (verb === 'remove') headers.delete(name);
  else headers.set(name, verb === 'append' ? [...(headers.get(name) ?? []), value] : [value]);
}

/** Works on the encoded text, so that what is not mapped stays as the client wrote it. */
function mapQuery(query: string, { verb, name }: Action, value: string): string {
  const parts = query === '' ? [] : query.split('&');
  const isNamed = (part: string) => new URLSearchParams(part).has(name);
  const kept = verb === 'append' ? parts : parts.filter((part) => !isNamed(part));
  if (verb !== 'remove') kept.push(`${encodeURIComponent(name)}=${encodeURIComponent(value)}`);
  return kept.join('&');
}

/** The backend's answer as the client is to see it. */
export function mapResponse(mapping: ParameterMapping, response: HttpResponse, exchange: Exchange): HttpResponse {
  const headers: Record<string, string | readonly string[]> = { ...response.headers };
  let { status } = response;
  for (const { verb, place, name, value: read } of mapping) {
    const value = verb === 'remove' ? '' : read({ exchange, response });
    if (value === undefined) continue;
    if (place === 'statuscode') status = statusOf(value) ?? status;
    else if (verb === 'remove') delete headers[name];
    else headers[name] = verb === 'append' ? appended(headers[name], value) : value;
  }
  return { ...response, status, headers };
}

const appended = (known: string | readonly string[] | undefined, value: string): string =>
  known === undefined ? value : [known, value].flat().join(',');

function statusOf(text: string): number | undefined {
  const status = Number(text);
  return Number.isInteger(status) && status >= 200 && status <= 599 ? status : undefined;
}
