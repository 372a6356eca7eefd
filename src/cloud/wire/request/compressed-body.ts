import { gunzipSync } from 'node:zlib';
import { AwsError } from '../../kernel/errors.ts';
import type { HttpRequest } from '../../kernel/http.ts';
import { inflatedBytesMax } from '../limits.ts';

/**
 * The request with its body unpacked: SDKs gzip what is larger than 10 KiB where the service allows it (PutMetricData).
 * Not for S3, which stores what is sent. https://smithy.io/2.0/spec/behavior-traits.html#requestcompression-trait
 */
export function inflate(request: HttpRequest): HttpRequest {
  const encoding = request.headers['content-encoding'];
  if (encoding === undefined || encoding.trim().toLowerCase() !== 'gzip') return request;
  try {
    const bytes = gunzipSync(request.body, { maxOutputLength: inflatedBytesMax });
    return { ...request, body: bytes };
  } catch {
    throw new AwsError('SerializationException', 'The gzip encoding of the body cannot be read', { status: 400 });
  }
}
