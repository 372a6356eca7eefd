import type { HttpResponse } from '../../kernel/http.ts';

/** Who may ask from where, as HTTP APIs and function URLs are told it. */
export interface CorsRules {
  readonly AllowCredentials?: boolean | undefined;
  readonly AllowHeaders?: readonly string[] | undefined;
  readonly AllowMethods?: readonly string[] | undefined;
  readonly AllowOrigins?: readonly string[] | undefined;
  readonly ExposeHeaders?: readonly string[] | undefined;
  /** Seconds. */
  readonly MaxAge?: number | undefined;
}

type Headers = Readonly<Record<string, string | readonly string[]>>;

/** True for a browser asking ahead whether it may ask: a preflight. */
export const asksAhead = (method: string, headers: Readonly<Record<string, string>>): boolean =>
  method === 'OPTIONS' && headers.origin !== undefined && headers['access-control-request-method'] !== undefined;

/** The answer to a preflight; a page of an origin that is not configured gets one without permissions. */
export function preflightReply(cors: CorsRules, origin: string | undefined): HttpResponse {
  const permissions = originHeaders(cors, origin);
  if (!permissions) return { status: 204, headers: {}, body: '' };
  const { AllowMethods = [], AllowHeaders = [], MaxAge } = cors;
  return {
    status: 204,
    headers: {
      ...permissions,
      ...(AllowMethods.length > 0 && { 'access-control-allow-methods': AllowMethods.join(',') }),
      ...(AllowHeaders.length > 0 && { 'access-control-allow-headers': AllowHeaders.join(',') }),
      ...(MaxAge !== undefined && { 'access-control-max-age': String(MaxAge) }),
    },
    body: '',
  };
}

/** The reply with the API's CORS headers in the place of the integration's, errors of the gateway included. */
export function withCors(reply: HttpResponse, cors: CorsRules, origin: string | undefined): HttpResponse {
  const kept = Object.entries(reply.headers).filter(([name]) => !isCors(name));
  const { ExposeHeaders = [] } = cors;
  const permissions = originHeaders(cors, origin);
  const headers: Headers = {
    ...Object.fromEntries(kept),
    ...permissions,
    ...(permissions && ExposeHeaders.length > 0 && { 'access-control-expose-headers': ExposeHeaders.join(',') }),
  };
  const headerNames = new Map([...(reply.headerNames ?? [])].filter(([name]) => !isCors(name)));
  return { ...reply, headers, headerNames };
}

const isCors = (name: string): boolean => name.startsWith('access-control-');

/** Undefined when there is no origin or when it may not ask. */
function originHeaders(cors: CorsRules, origin: string | undefined): Record<string, string> | undefined {
  const allowed = origin === undefined ? undefined : allowedOrigin(cors.AllowOrigins ?? [], origin);
  if (allowed === undefined) return undefined;
  return {
    'access-control-allow-origin': allowed,
    ...(cors.AllowCredentials && { 'access-control-allow-credentials': 'true' }),
  };
}

/** Patterns are `*`, an origin, or a scheme with `://*` behind it; letters' case does not count. */
function allowedOrigin(patterns: readonly string[], origin: string): string | undefined {
  if (patterns.includes('*')) return '*';
  const lower = origin.toLowerCase();
  const isAllowed = patterns.some((pattern) => {
    if (pattern.endsWith('://*')) return lower.startsWith(pattern.slice(0, -1).toLowerCase());
    return pattern.toLowerCase() === lower;
  });
  return isAllowed ? origin : undefined;
}
