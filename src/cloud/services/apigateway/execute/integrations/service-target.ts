import type { MappedRequest } from './mapped-request.ts';

/** What an integration's URI names. */
export interface ServiceTarget {
  readonly region: string;
  /** `sqs`, or with a subdomain `my-bucket.s3`. */
  readonly endpoint: string;
  readonly action: string | undefined;
  /** Begins with a slash. */
  readonly path: string;
  /** What follows a question mark of the URI itself. */
  readonly query: string;
}

/** `arn:aws:apigateway:{region}:{subdomain.service|service}:{path|action}/{service_api}`. */
export function serviceTarget(uri: string): ServiceTarget | undefined {
  const found = /^arn:[\w-]+:apigateway:([\w-]*):([^:/]+):(path|action)\/([^?]*)\??(.*)$/s.exec(uri);
  if (!found) return undefined;
  const [, region = '', endpoint = '', kind, rest = '', query = ''] = found;
  if (kind === 'action') return { region, endpoint, action: rest, path: '/', query };
  return { region, endpoint, action: undefined, path: `/${rest.replace(/^\/+/, '')}`, query };
}

/** Parameters as they stand in a URL. */
export const queryText = (query: MappedRequest['query']): string =>
  query.size === 0
    ? ''
    : [...query]
        .flatMap(([name, values]) => values.map((value) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`))
        .join('&');

/** Where AWS would have sent the request: what the execution log tells. */
export function endpointUrl({ uri, query }: MappedRequest): string {
  const target = serviceTarget(uri);
  const added = queryText(query);
  if (!target) return added === '' ? uri : `${uri}${uri.includes('?') ? '&' : '?'}${added}`;
  const parts = [target.action === undefined ? '' : `Action=${target.action}`, target.query, added];
  const text = parts.filter((part) => part !== '').join('&');
  return `https://${target.endpoint}.${target.region}.amazonaws.com${target.path}${text === '' ? '' : `?${text}`}`;
}
