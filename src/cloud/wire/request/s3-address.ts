import type { HttpRequest } from '../../kernel/http.ts';

/** Where in S3 a request points: the bucket from its host or path, and what is left of the path. */
export interface S3Address {
  readonly bucket: string | undefined;
  /** Begins with `/`, still percent-encoded; `/` alone means the bucket itself or, without bucket, the service. */
  readonly path: string;
}

// `bucket.s3.localhost`, `bucket.s3.eu-west-1.amazonaws.com`, `s3-eu-west-1.amazonaws.com`: the bucket may hold dots.
const s3Host = /^(?:(.+)\.)?s3(?:[.-](?:dualstack\.)?[a-z]{2}(?:-[a-z]+)+-\d+)?\.[a-z].*$/;
const localHost = /^(.+)\.localhost$/;

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html */
export function s3AddressOf(request: HttpRequest): S3Address {
  const host = (request.headers.host ?? '').toLowerCase().replace(/:\d+$/, '');
  const inHost = s3Host.exec(host) ?? localHost.exec(host);
  if (inHost?.[1] !== undefined) return { bucket: inHost[1], path: request.path === '' ? '/' : request.path };
  const slash = request.path.indexOf('/', 1);
  const bucket = slash < 0 ? request.path.slice(1) : request.path.slice(1, slash);
  if (bucket === '') return { bucket: undefined, path: request.path };
  return { bucket, path: slash < 0 ? '/' : request.path.slice(slash) };
}
