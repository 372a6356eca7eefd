import type { HttpRequest } from '../../kernel/http.ts';
import type { Credential } from '../../kernel/identity.ts';
import { canonicalRequest, hmac, sha256, signingKey } from './signed-request.ts';

interface SignedFor {
  readonly region: string;
  /** As in the credential scope: `execute-api`. */
  readonly service: string;
  readonly nowMs: number;
}

/**
 * A request as its sender signs it, for requests that are made in here on somebody's behalf.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function signRequest(
  request: HttpRequest,
  { accessKeyId, secretAccessKey, sessionToken }: Credential,
  { region, service, nowMs }: SignedFor,
): HttpRequest {
  const timestamp = new Date(nowMs).toISOString().replace(/[-:]|\.\d{3}/g, '');
  const date = timestamp.slice(0, 8);
  const added: Record<string, string> = {
    'x-amz-date': timestamp,
    ...(sessionToken !== undefined && { 'x-amz-security-token': sessionToken }),
  };
  const unsigned = { ...request, headers: { ...request.headers, ...added } };
  const names = ['host', ...Object.keys(added)].sort();
  const scope = `${date}/${region}/${service}/aws4_request`;
  const canonical = canonicalRequest(unsigned, names, sha256(request.body), false);
  const toSign = ['AWS4-HMAC-SHA256', timestamp, scope, sha256(canonical)].join('\n');
  const signature = hmac(signingKey(secretAccessKey, date, region, service), toSign).toString('hex');
  added.authorization = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=${names.join(';')}, Signature=${signature}`;
  return {
    ...request,
    headers: { ...request.headers, ...added },
    rawHeaders: [...request.rawHeaders, ...Object.entries(added).flat()],
  };
}
