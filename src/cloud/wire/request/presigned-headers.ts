import type { HttpRequest } from '../../kernel/http.ts';
import { parseQuery } from './query-parameters.ts';

/** What signs the URL, and what S3 does not look at: SDKs put the checksum of a body there that is yet to come. */
const ownOfSignature =
  /^x-amz-(?:algorithm|credential|date|expires|signedheaders|signature|security-token|content-sha256|checksum-.*|sdk-checksum-algorithm)$/;

/**
 * A presigned URL carries `x-amz-` headers as parameters, and S3 takes them as headers. A header that is sent wins.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
 */
export function withPresignedHeaders(request: HttpRequest): HttpRequest {
  if (!request.query.includes('Signature=')) return request;
  const added: Record<string, string> = {};
  for (const [parameter, values] of parseQuery(request.query)) {
    const name = parameter.toLowerCase();
    if (name.startsWith('x-amz-') && !ownOfSignature.test(name)) added[name] = values.join(',');
  }
  return { ...request, headers: { ...added, ...request.headers } };
}
