import type { OutgoingHttpHeaders } from 'node:http';
import type { HttpResponse } from '../kernel/http.ts';

type Headers = HttpResponse['headers'];

/** The headers of a response under the names that its client is to read in HTTP/1.1. */
export function writtenHeaders(headers: Headers, names: HttpResponse['headerNames']): OutgoingHttpHeaders {
  if (!names) return headers as OutgoingHttpHeaders;
  const written: Record<string, Headers[string]> = {};
  for (const name of Object.keys(headers)) written[names.get(name) ?? name] = headers[name] ?? '';
  return written as OutgoingHttpHeaders;
}
