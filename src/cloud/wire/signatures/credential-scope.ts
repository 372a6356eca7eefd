import type { HttpRequest } from '../../kernel/http.ts';
import type { QueryParameters } from '../request/query-parameters.ts';
import { sigV2Of } from './sigv2.ts';

/** What a signed request says about itself, unverified. */
export interface CredentialScope {
  readonly accessKeyId: string;
  /** `20261103`. */
  readonly date: string;
  /** Undefined with SigV4A, which signs for a set of regions. */
  readonly region: string | undefined;
  readonly service: string;
}

/** The scope from the Authorization header or from a presigned query; undefined for an unsigned request. */
export function scopeOf(request: HttpRequest, query: QueryParameters): CredentialScope | undefined {
  const header = request.headers.authorization;
  const credential =
    header === undefined ? query.get('X-Amz-Credential')?.[0] : /Credential=([^,\s]+)/.exec(header)?.[1];
  if (credential === undefined) {
    const old = sigV2Of(request, query);
    return old && { accessKeyId: old.accessKeyId, date: '', region: undefined, service: 's3' };
  }
  const parts = credential.split('/');
  if (parts.at(-1) !== 'aws4_request' || parts.length < 4) return undefined;
  const isRegionless = isSigV4A(header ?? query.get('X-Amz-Algorithm')?.[0]);
  const tail = parts.slice(isRegionless ? -3 : -4);
  const accessKeyId = parts.slice(0, parts.length - tail.length).join('/');
  const [date = '', second = '', third = ''] = tail;
  return isRegionless
    ? { accessKeyId, date, region: undefined, service: second }
    : { accessKeyId, date, region: second, service: third };
}

const isSigV4A = (text: string | undefined): boolean => text?.startsWith('AWS4-ECDSA-P256-SHA256') ?? false;
