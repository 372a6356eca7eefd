import { legacyMap, setMade } from '../language/legacy/ordered-map.ts';
import { type Fields, has, isMap, isTruthy } from '../language/values.ts';
import { invalidApi, type RestApiInput } from './rest-api-input.ts';

/**
 * Where in S3 the API's definition lies.
 * @throws InvalidResource
 */
export function bodyLocation(api: RestApiInput, uri: unknown): Fields {
  const pointer = isMap(uri) ? uri : s3Pointer(uri);
  if (!pointer) {
    throw invalidApi(
      api,
      "'DefinitionUri' is not a valid S3 Uri of the form 's3://bucket/key' with optional versionId query parameter.",
    );
  }
  if (isMap(uri) && (!isTruthy(pointer.Bucket) || !isTruthy(pointer.Key))) {
    throw invalidApi(api, "'DefinitionUri' requires Bucket and Key properties to be specified.");
  }
  const location = legacyMap();
  for (const name of ['Bucket', 'Key', 'Version']) if (has(pointer, name)) setMade(location, name, pointer[name]);
  return location;
}

/** `s3://bucket/key?versionId=version` */
export function s3Pointer(uri: unknown): Fields | undefined {
  if (typeof uri !== 'string') return undefined;
  const [, Bucket, path = '', query = ''] = /^s3:\/\/([^/?#]+)([^?#]*)\??([^#]*)/i.exec(uri.trim()) ?? [];
  if (Bucket === undefined || path === '') return undefined;
  const versions = new URLSearchParams(query).getAll('versionId').filter((version) => version !== '');
  const [Version] = versions;
  return { Bucket, Key: path.replace(/^\/+/, ''), ...(versions.length === 1 && { Version }) };
}
