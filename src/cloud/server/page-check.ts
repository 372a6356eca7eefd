import { SquallError } from '../kernel/errors.ts';
import { type HttpRequest, type HttpResponse, isFromBrowser } from '../kernel/http.ts';
import { bucketRequestOf } from '../wire/identify/bucket-request.ts';
import { isLoopback, originKey, parseAuthority, parseOrigin } from './authority.ts';
import { withoutHostPrefix } from './host-prefix.ts';
import { type HostKind, hostKind, hostOf } from './known-host.ts';
import { isForeignReadOfS3 } from './presigned-read.ts';
import type { Zone } from './zone.ts';

export interface PageRules {
  readonly allowHosts: readonly string[];
  /** Origins of pages that may use everything but what their own requests forbid: `http://localhost:5173`. */
  readonly allowOrigins: readonly string[];
  readonly boundHost: string;
  readonly zoneOf: (request: HttpRequest) => Zone;
}

/** Judges requests; see docs/security.md for the rules. */
export interface PageCheck {
  /** The refusal of what a web page may not do, or undefined. */
  refuse(request: HttpRequest, isOfPage?: boolean): HttpResponse | undefined;
  /** The `Origin` of a request if `--allow-origin` names it, or if it is a page of this machine that calls AWS's API. */
  allowedOrigin(request: HttpRequest): string | undefined;
}

interface KnownHost {
  readonly kind: HostKind;
  /** The origin of pages that come from this host and port. */
  readonly origin: string;
}

const hostsMax = 1000;

/**
 * A web page must not be able to drive the cloud. A foreign Host means that a name was pointed at us (DNS rebinding);
 * a foreign Origin, Sec-Fetch-Site or Referer means that somebody else's page sends the request. Throws `SquallError` for
 * an allowed origin that is none.
 */
export function createPageCheck(rules: PageRules): PageCheck {
  const furtherHosts = [rules.boundHost, ...rules.allowHosts].map(hostOf);
  const allowed = new Set(rules.allowOrigins.map(allowedKey));
  // Few hosts are ever seen, and each request names one.
  const seen = new Map<string, KnownHost | undefined>();
  const hostOfRequest = (text: string): KnownHost | undefined => {
    if (seen.has(text)) return seen.get(text);
    const authority = parseAuthority(withoutHostPrefix(text));
    const known = authority && {
      kind: hostKind(authority, furtherHosts),
      origin: originKey({ scheme: 'http', authority }),
    };
    if (seen.size < hostsMax) seen.set(text, known);
    return known;
  };
  return {
    refuse(request, isOfPage = hasPage(request)) {
      const { host } = request.headers;
      // HTTP/1.0 alone may name none, and no browser speaks it.
      const known = host === undefined ? undefined : hostOfRequest(host);
      if (host !== undefined && !known) return malformedHost(host);
      // A custom domain is a name that users gave to an API, whose CORS decides.
      if (known?.kind === 'foreign' && rules.zoneOf(request) !== 'custom-domain') return refuseHost(host);
      return isOfPage ? refuseByZone(request, known, rules.zoneOf, allowed) : undefined;
    },
    allowedOrigin(request) {
      const { origin } = request.headers;
      const key = origin === undefined ? undefined : keyOf(origin);
      if (origin === undefined || key === undefined) return undefined;
      return allowed.has(key) || isLocalCall(request, origin, rules.zoneOf) ? origin : undefined;
    },
  };
}

const keyOf = (text: string): string | undefined => {
  const origin = parseOrigin(text);
  return origin && originKey(origin);
};

function allowedKey(text: string): string {
  const key = keyOf(text.replace(/\/$/, ''));
  if (key !== undefined) return key;
  throw new SquallError(
    'InvalidOption',
    `--allow-origin ${text} is not the origin of a page.`,
    'An origin is scheme, host and port: --allow-origin http://localhost:5173',
  );
}

function refuseByZone(
  request: HttpRequest,
  host: KnownHost | undefined,
  zoneOf: PageRules['zoneOf'],
  allowed: ReadonlySet<string>,
): HttpResponse | undefined {
  const { headers } = request;
  const zone = zoneOf(request);
  if (zone === 'own-origin' || zone === 'custom-domain') return undefined;
  // It would see and change what all later pages of this origin ask for.
  if (headers['service-worker'] !== undefined) return refuse('service workers have no place here', workerHint);
  if (zone === 'shared' || zone === 'preflight') return undefined;
  if (zone === 'admin' && (host?.kind === 'data' || host?.kind === 'aws')) return refuse(notOnThisHost, adminHostHint);
  // Whoever controls a network's DNS could point these names at us. Programs have no pages that would gain by that.
  if ((host?.kind === 'aws' || host?.kind === 'private') && isFromBrowser(request)) return refuseHost(headers.host);
  if (zone === 'closed' && isForeignReadOfS3(request)) return undefined;
  return refusePage(request, host?.origin, allowed);
}

/** Whether a page may have sent it: clients of AWS, and curl, send none of these. */
export const hasPage = (request: HttpRequest): boolean =>
  isFromBrowser(request) ||
  request.headers.origin !== undefined ||
  request.headers.referer !== undefined ||
  request.headers['service-worker'] !== undefined;

const workerHint = "Register it from the API's own host: http://{id}.execute-api.localhost:4566";
const notOnThisHost = 'the admin API does not answer at names that buckets and deployed APIs have';
const adminHostHint = 'Ask at localhost or at an address of this machine.';

/** Everything but deployed APIs: pages of our own origin, and of those that `--allow-origin` names. */
function refusePage(
  request: HttpRequest,
  own: string | undefined,
  allowed: ReadonlySet<string>,
): HttpResponse | undefined {
  const { headers, method } = request;
  const { origin, referer } = headers;
  const page = origin ?? (referer === undefined ? undefined : originOfUrl(referer));
  const key = page === undefined ? undefined : keyOf(page);
  // A page may hide its address by `Referrer-Policy`, but it cannot name another's. Redirects keep it, so it lets in reads alone.
  const isNamed = key !== undefined && allowed.has(key) && (origin !== undefined || isRead(method));
  if (isNamed) return undefined;
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return refusePageOf(page, `it is ${site}`);
  if (page === undefined || (key !== undefined && (key === own || isLoopbackPage(page)))) return undefined;
  return refusePageOf(page, 'its origin is not ours');
}

const isRead = (method: string): boolean => method === 'GET' || method === 'HEAD';

/** `https://a.example/path?query` → `https://a.example` */
const originOfUrl = (url: string): string => /^[^/]*\/\/[^/?#]*/.exec(url)?.[0] ?? url;

/**
 * A page of this machine calls AWS's API; the admin API answers no page but its own, and buckets have rules of their own.
 * Browsers that tell the site of a page say of another port that it is foreign: such requests were refused.
 */
const isLocalCall = (request: HttpRequest, origin: string, zoneOf: PageRules['zoneOf']): boolean =>
  request.headers['sec-fetch-site'] === undefined &&
  isLoopbackPage(origin) &&
  zoneOf(request) === 'closed' &&
  bucketRequestOf(request) === undefined;

const isLoopbackPage = (page: string): boolean => {
  const origin = parseOrigin(page);
  return origin !== undefined && isLoopback(origin.authority);
};

function refusePageOf(page: string | undefined, why: string): HttpResponse {
  const isOrigin = page !== undefined && keyOf(page) !== undefined;
  const who = page === undefined ? 'another page' : `a page from ${JSON.stringify(page)}`;
  return refuse(
    `${who} sends it, and ${why}`,
    isOrigin ? `If it is meant, start with --allow-origin ${page}` : 'If it is meant, start with --allow-origin ORIGIN',
  );
}

const refuseHost = (host = ''): HttpResponse =>
  refuse(
    `the Host ${JSON.stringify(host)} is not one of ours`,
    `If it is meant, start with --allow-host ${hostOf(host)}`,
  );

const malformedHost = (host: string): HttpResponse =>
  refusal(400, 'InvalidHost', `The Host ${JSON.stringify(host)} is malformed.`, 'Send a host, and its port if any.');

const refuse = (why: string, hint: string): HttpResponse =>
  refusal(403, 'ForbiddenOrigin', `Squall refuses this request: ${why}.`, hint);

/** For AWS's clients as well as for those of the admin API. */
const refusal = (status: number, code: string, message: string, hint: string): HttpResponse => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ __type: code, code, message: `${message} ${hint}`, hint }),
});
