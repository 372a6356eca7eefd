import type { HttpResponse } from '../../../../kernel/http.ts';
import type { MappedValue, MappingAction, ParameterMapping } from '../../compile/compile-mapping.ts';
import type { Exchange, RequestView } from '../exchange.ts';
import { jsonPath } from '../request/json-path.ts';
import { readVariable } from '../variables.ts';

/** What a mapping may read: the exchange, and in responses what the backend answered. */
interface Source {
  readonly exchange: Exchange;
  readonly response: HttpResponse | undefined;
}

/** The value of a mapping. Undefined when it is nowhere to be found; then the whole action is left out. */
export function mappedText(value: MappedValue, source: Source): string | undefined {
  switch (value.kind) {
    case 'text':
      return value.text;
    case 'joined':
      return value.parts.map((part) => mappedText(part, source) ?? '').join('');
    case 'variable':
      return value.source === 'response'
        ? source.response && responseVariable(source.response, value.name)
        : readVariable(source.exchange, value.source, value.name);
  }
}

/** `$response.header.x` and `$response.body[.path]` */
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
    // What is removed needs no value; templates give it an empty one.
    const value = action.verb === 'remove' ? '' : mappedText(action.value, { exchange, response: undefined });
    if (value === undefined) continue;
    if (action.place === 'header') mapHeader(headers, action, value);
    if (action.place === 'querystring') query = mapQuery(query, action, value);
    if (action.place === 'path') path = value.startsWith('/') ? value : `/${value}`;
  }
  return { path, query, headers };
}

function mapHeader(headers: Map<string, readonly string[]>, { verb, name }: MappingAction, value: string): void {
  if (verb === 'remove') headers.delete(name);
  else headers.set(name, verb === 'append' ? [...(headers.get(name) ?? []), value] : [value]);
}

/** Works on the encoded text, so that what is not mapped stays as the client wrote it. */
function mapQuery(query: string, { verb, name }: MappingAction, value: string): string {
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
  for (const { verb, place, name, value: wanted } of mapping) {
    const value = verb === 'remove' ? '' : mappedText(wanted, { exchange, response });
    if (value === undefined) continue;
    if (place === 'statuscode') status = statusOf(value) ?? status;
    else if (verb === 'remove') delete headers[name];
    else headers[name] = verb === 'append' ? appended(headers[name], value) : value;
  }
  return { ...response, status, headers };
}

/** Responses have one line for each name: what is appended goes behind a comma. */
const appended = (known: string | readonly string[] | undefined, value: string): string =>
  known === undefined ? value : [known, value].flat().join(',');

/** Undefined for what is no status that HTTP APIs may answer with. */
function statusOf(text: string): number | undefined {
  const status = Number(text);
  return Number.isInteger(status) && status >= 200 && status <= 599 ? status : undefined;
}
