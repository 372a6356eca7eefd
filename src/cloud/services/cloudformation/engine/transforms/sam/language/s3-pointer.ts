import type { Fields } from './values.ts';

/** As Python's `urlparse` takes an S3 URI apart; undefined for what is none. */
export function s3Pointer(uri: string): Fields | undefined {
  // Python leaves out blanks in front, and line breaks and tabs wherever they stand.
  const text = uri.replace(/^[\p{Cc} ]+/u, '').replace(/[\t\r\n]/g, '');
  const [, Bucket, path, query = ''] = /^s3:\/\/([^/?#]+)([^?#]+)(?:\?([^#]*))?(?:#.*)?$/is.exec(text) ?? [];
  if (Bucket === undefined || path === undefined || /[[\]]/.test(Bucket)) return undefined;
  const versions = new URLSearchParams(query).getAll('versionId').filter((version) => version !== '');
  const Key = path.replace(/^\/+/, '');
  return versions.length === 1 ? { Bucket, Key, Version: versions[0] } : { Bucket, Key };
}
