import { headersByName } from '../../../../gateway/requests/headers-by-name.ts';
import type { HttpRequest } from '../../../../kernel/http.ts';
import type { Trace } from '../../../../kernel/trace.ts';

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
  const { rawHeaders, body } = request;
  const headers = headersByName(rawHeaders);
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

/** Recorded on AWS: what stands behind an encoded question mark is lost. */
function decodedPath(path: string): string {
  if (!path.includes('%')) return path;
  try {
    return decodeURIComponent(path).split('?', 1)[0] ?? path;
  } catch {
    return path;
  }
}
