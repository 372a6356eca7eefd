import type { HttpRequest } from '../../kernel/http.ts';
import { parseQuery, type QueryParameters } from '../request/query-parameters.ts';
import { s3AddressOf } from '../request/s3-address.ts';
import { scopeOf } from '../signatures/signed-request.ts';

/** What a request to a resource with CORS rules of its own addresses; of AWS's services, S3's buckets alone have such. */
export interface BucketRequest {
  readonly service: string;
  readonly bucket: string;
  /** Whether it is about the bucket itself, not something in it. */
  readonly isBucket: boolean;
  readonly accessKeyId: string | undefined;
}

/** Undefined for what cannot be S3's. Preflights are unsigned, so that they are S3's wherever nothing else is meant. */
export function bucketRequestOf(request: HttpRequest): BucketRequest | undefined {
  const { headers, path } = request;
  if (headers['x-amz-target'] !== undefined || headers['smithy-protocol'] !== undefined) return undefined;
  if (headers['content-type']?.startsWith('application/x-www-form-urlencoded')) return undefined;
  const query = readable(request.query);
  const scope = query && scopeOf(request, query);
  const isForeign = scope ? scope.service !== 's3' : query?.has('Action') || /^\/20\d\d-\d\d-\d\d\//.test(path);
  const { bucket, path: rest } = s3AddressOf(request);
  if (!query || isForeign || bucket === undefined) return undefined;
  return { service: 's3', bucket, isBucket: rest === '/', accessKeyId: scope?.accessKeyId };
}

function readable(query: string): QueryParameters | undefined {
  try {
    return parseQuery(query);
  } catch {
    return undefined;
  }
}
