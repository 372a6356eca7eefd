import type { HttpRequest } from '../kernel/http.ts';

/** What a page can show of another origin without reading it. Scripts, styles and frames would tell what is in them. */
const shown: ReadonlySet<string> = new Set(['document', 'image', 'audio', 'video']);

/**
 * Whether a page of anybody leads a browser to an object of S3 by a presigned URL, to look at it: see
 * docs/decisions/0011. It reads, and what it reads stays unknown to the page.
 */
export function isForeignReadOfS3({ method, headers, query }: HttpRequest): boolean {
  if ((method !== 'GET' && method !== 'HEAD') || headers.origin !== undefined) return false;
  if (!shown.has(headers['sec-fetch-dest'] ?? '')) return false;
  const parameters = new URLSearchParams(query);
  const isOld = parameters.has('AWSAccessKeyId') && parameters.has('Signature');
  const scope = parameters.get('X-Amz-Credential')?.split('/').at(-2);
  return isOld || (parameters.has('X-Amz-Signature') && scope === 's3');
}
