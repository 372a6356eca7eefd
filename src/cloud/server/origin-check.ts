import type { HttpRequest, HttpResponse } from '../kernel/http.ts';

export interface OriginRules {
  readonly allowHosts: readonly string[];
  readonly boundHost: string;
  /** Whether what the request addresses decides itself which pages may call it. */
  readonly isOpenToPages: (request: HttpRequest) => boolean;
}

/**
 * A web page must not be able to drive the cloud. A foreign Host means that a name was pointed at us (DNS rebinding);
 * a foreign Origin means that a page of somebody else's sends the request. Returns the refusal, or undefined.
 */
export function refuseForeignPages(request: HttpRequest, rules: OriginRules): HttpResponse | undefined {
  const host = hostName(request.headers.host ?? '');
  if (!isKnownHost(host, rules)) return refusal(`the Host ${JSON.stringify(host)} is not one of ours`, host);
  const origin = request.headers.origin;
  if (origin === undefined || rules.isOpenToPages(request)) return undefined;
  const originHost = /^https?:\/\/([^/]+)$/i.exec(origin)?.[1];
  if (originHost !== undefined && isKnownHost(hostName(originHost), rules)) return undefined;
  return refusal(`pages from ${JSON.stringify(origin)} may not call it`, originHost ?? 'HOST');
}

/** Host without its port, in lower case; brackets of IPv6 removed. */
function hostName(authority: string): string {
  const match = /^\[([^\]]+)\](?::\d+)?$|^([^:]*)(?::\d+)?$/.exec(authority.toLowerCase());
  return match?.[1] ?? match?.[2] ?? authority.toLowerCase();
}

/**
 * Names that no stranger can point at us: addresses, single labels (docker's service names), the reserved `localhost`
 * tree, LocalStack's public loopback name, and AWS's own names as sent by clients that resolve them by hand.
 */
function isKnownHost(host: string, { allowHosts, boundHost }: OriginRules): boolean {
  if (host === '' || !host.includes('.') || host.includes(':')) return true;
  if (/^\d+(\.\d+){3}$/.test(host) || host === boundHost || allowHosts.includes(host)) return true;
  return ['.localhost', 'localhost.localstack.cloud', '.amazonaws.com', '.docker.internal', '.internal'].some(
    (suffix) => host.endsWith(suffix),
  );
}

const refusal = (why: string, host: string): HttpResponse => ({
  status: 403,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({
    __type: 'ForbiddenOrigin',
    message: `Squall refuses this request: ${why}. If it is meant, start with --allow-host ${host}`,
  }),
});
