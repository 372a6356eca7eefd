import { type HttpRequest, type HttpResponse, isFromBrowser } from '../kernel/http.ts';
import type { Zone } from './zone.ts';

type Headers = HttpResponse['headers'];

/** A document with this header has an origin of its own, whatever its address: it is a stranger to us. */
const sandbox = 'sandbox allow-scripts allow-forms allow-popups allow-modals allow-downloads';

const documents: ReadonlySet<string> = new Set(['document', 'iframe', 'frame', 'object', 'embed', 'fencedframe']);
const documentType = /^\s*(?:text\/html|image\/svg\+xml|(?:text|application)\/(?:[\w.-]+\+)?xml)/i;

/**
 * Adds what keeps pages apart to answers that browsers get; everybody else gets the answer as it is. Objects and deployed
 * APIs share our host with the admin API: what they serve as a document is sandboxed.
 */
export function withPageHeaders(
  request: HttpRequest,
  response: HttpResponse,
  zone: () => Zone,
  allowedOrigin: string | undefined,
): HttpResponse {
  if (!isFromBrowser(request) && allowedOrigin === undefined) return response;
  const found = zone();
  if (found === 'own-origin' || found === 'custom-domain') return response;
  let { headers } = response;
  if (found !== 'admin' && isDocument(request, response)) headers = withSandbox(headers);
  if (found !== 'shared') headers = { 'x-content-type-options': 'nosniff', ...headers };
  if (found !== 'shared' && allowedOrigin !== undefined) headers = withCors(headers, allowedOrigin);
  return { ...response, headers };
}

/** Browsers tell what they load a document for; those that do not are judged by the type of what they get. */
function isDocument({ headers }: HttpRequest, response: HttpResponse): boolean {
  const destination = headers['sec-fetch-dest'];
  if (destination !== undefined) return documents.has(destination);
  const name = nameOf(response.headers, 'content-type');
  return name === undefined || documentType.test(String(response.headers[name]));
}

/** Beside the policy that the document may have itself: browsers hold it to both. */
function withSandbox(headers: Headers): Headers {
  const name = nameOf(headers, 'content-security-policy') ?? 'content-security-policy';
  return { ...headers, [name]: [headers[name] ?? [], sandbox].flat() };
}

/** What S3's own CORS rules have said stays said. */
function withCors(headers: Headers, origin: string): Headers {
  if (nameOf(headers, 'access-control-allow-origin') !== undefined) return headers;
  return { vary: 'origin', ...headers, 'access-control-allow-origin': origin, 'access-control-expose-headers': '*' };
}

/** The answer to a preflight of a page that `--allow-origin` names. */
export const preflightAnswer = ({ headers }: HttpRequest): HttpResponse => ({
  status: 204,
  headers: {
    'access-control-allow-methods': headers['access-control-request-method'] ?? '*',
    'access-control-allow-headers': headers['access-control-request-headers'] ?? '*',
    'access-control-max-age': '600',
  },
  body: '',
});

const nameOf = (headers: Headers, wanted: string): string | undefined =>
  Object.keys(headers).find((name) => name.toLowerCase() === wanted);
