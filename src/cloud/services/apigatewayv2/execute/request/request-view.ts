import type { HttpRequest } from '../../../../kernel/http.ts';
import type { Trace } from '../../../../kernel/trace.ts';
import { hopByHop } from '../../gateway/hop-by-hop.ts';

/** A request as an integration is shown it: what the client sent, what the gateway adds, what mappings changed. */
export interface RequestView {
  /** Decoded: `rawPath` of HTTP APIs is not raw, unlike that of function URLs (README.md). */
  readonly path: string;
  /** As sent, without `?`. */
  readonly query: string;
  /** Lower-cased names; one element for each time that the header was sent. */
  readonly headers: ReadonlyMap<string, readonly string[]>;
}

interface Forwarding {
  /** As sent, with the stage where it has one. */
  readonly path: string;
  readonly trace: Trace;
  /** The port of the cloud, as clients know it. */
  readonly port: string;
}

/**
 * Folds the raw headers by name and adds `x-amzn-trace-id`, `x-forwarded-*` and a missing `content-length`. The client's
 * own `x-forwarded-for` is kept ahead of its address; port and protocol are the gateway's word alone.
 */
export function viewOf(request: HttpRequest, { path, trace, port }: Forwarding): RequestView {
  const headers = new Map<string, string[]>();
  const { rawHeaders, body } = request;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index]?.toLowerCase() ?? '';
    const value = rawHeaders[index + 1] ?? '';
    if (hopByHop.has(name)) continue;
    const values = headers.get(name);
    if (values) values.push(value);
    else headers.set(name, [value]);
  }
  if (body.byteLength > 0 && !headers.has('content-length')) headers.set('content-length', [String(body.byteLength)]);
  // What a client says of its own trace is handed on as it is.
  if (trace.parentId === undefined) headers.set('x-amzn-trace-id', [`Root=${trace.traceId}`]);
  const forwardedFor = headers.get('x-forwarded-for');
  headers.set('x-forwarded-for', [[...(forwardedFor ?? []), request.remoteAddress].join(', ')]);
  headers.set('x-forwarded-port', [port]);
  headers.set('x-forwarded-proto', ['http']);
  return { path: decodedPath(path), query: request.query, headers };
}

/** Repeated headers as HTTP APIs show them: in one line, joined by commas. */
export const headerText = (view: RequestView, name: string): string | undefined => view.headers.get(name)?.join(',');

/** Name and value pairs of a query, decoded, in the order sent. */
function queryPairs(query: string): [name: string, value: string][] {
  if (query === '') return [];
  const pairs: [string, string][] = [];
  for (const part of query.split('&')) {
    if (part === '') continue;
    const mark = part.indexOf('=');
    pairs.push(mark < 0 ? [decode(part), ''] : [decode(part.slice(0, mark)), decode(part.slice(mark + 1))]);
  }
  return pairs;
}

/** The query's values by name; undefined when there is no query, so that events can leave it out. */
export function queryValues(query: string): Map<string, string[]> | undefined {
  const pairs = queryPairs(query);
  if (pairs.length === 0) return undefined;
  const values = new Map<string, string[]>();
  for (const [name, value] of pairs) {
    const known = values.get(name);
    if (known) known.push(value);
    else values.set(name, [value]);
  }
  return values;
}

/** Recorded on AWS: what stands behind an encoded question mark is lost. */
function decodedPath(path: string): string {
  if (!path.includes('%')) return path;
  try {
    return decodeURIComponent(path).split('?', 1)[0] ?? path;
  } catch {
    return path;
  }
}

/** Malformed escapes stay as they are: nothing that a client writes may make the gateway fail. */
function decode(text: string): string {
  const spaced = text.replaceAll('+', ' ');
  if (!spaced.includes('%')) return spaced;
  try {
    return decodeURIComponent(spaced);
  } catch {
    return spaced;
  }
}
