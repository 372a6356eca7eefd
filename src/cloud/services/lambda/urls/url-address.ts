import type { HttpRequest } from '../../../kernel/http.ts';

/** Which function URL a request is for. */
export interface UrlAddress {
  readonly urlId: string;
  readonly path: string;
  readonly domainName: string;
  readonly isOwnHost: boolean;
}

const ownHost = /^([a-z0-9]+)\.lambda-url\.[a-z0-9-]+\.(?:localhost|localhost\.localstack\.cloud|on\.aws)(?::\d+)?$/i;
const hostFreePath = /^\/_aws\/lambda-url\/([a-z0-9]+)(\/.*)?$/;

/** Reads a request to a URL's own host, or to its path for those whose resolver knows no names below `localhost`. */
export function urlAddressOf({ headers, path }: HttpRequest): UrlAddress | undefined {
  const host = headers.host ?? '';
  const id = host.includes('.lambda-url.') ? ownHost.exec(host)?.[1] : undefined;
  if (id !== undefined) {
    return { urlId: id.toLowerCase(), path, domainName: host.replace(/:\d+$/, '').toLowerCase(), isOwnHost: true };
  }
  const match = path.startsWith('/_aws/lambda-url/') ? hostFreePath.exec(path) : null;
  const urlId = match?.[1];
  if (urlId === undefined) return undefined;
  return { urlId, path: match?.[2] ?? '/', domainName: `${urlId}.lambda-url.localhost`, isOwnHost: false };
}
