import type { HttpRequest } from '../../kernel/http.ts';
import { parseQuery } from '../request/query-parameters.ts';
import { scopeOf, sigV2Of } from './signed-request.ts';
import { assertSigV2NotExpired } from './sigv2.ts';
import { assertNotExpired, timeOf } from './sigv4.ts';

/**
 * Throws `Request has expired` for a presigned URL of S3 that is older than it says of itself, whoever signed it: a
 * signature that cannot be verified still has an end.
 */
export function assertPresignedUrlLives(request: HttpRequest, nowMs: number): void {
  if (!request.query.includes('Expires=')) return;
  const query = parseQuery(request.query);
  const old = sigV2Of(request, query);
  if (old) assertSigV2NotExpired(old, nowMs);
  if (old) return;
  const signedMs = timeOf(query.get('X-Amz-Date')?.[0] ?? '');
  const expires = query.get('X-Amz-Expires')?.[0];
  if (signedMs === undefined || expires === undefined || scopeOf(request, query)?.service !== 's3') return;
  assertNotExpired(signedMs, Number(expires), nowMs);
}
