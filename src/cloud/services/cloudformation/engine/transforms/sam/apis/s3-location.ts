import { InvalidResource } from '../language/errors.ts';
import { legacyMap, setMade } from '../language/legacy/ordered-map.ts';
import { s3Pointer } from '../language/s3-pointer.ts';
import { type Fields, has, isMap, isTruthy } from '../language/values.ts';

/**
 * Where in S3 the API's definition lies.
 * @throws InvalidResource
 */
export function bodyLocation(apiId: string, uri: unknown): Fields {
  const pointer = isMap(uri) ? uri : typeof uri === 'string' ? s3Pointer(uri) : undefined;
  if (!pointer) {
    throw new InvalidResource(
      apiId,
      "'DefinitionUri' is not a valid S3 Uri of the form 's3://bucket/key' with optional versionId query parameter.",
    );
  }
  if (isMap(uri) && (!isTruthy(pointer.Bucket) || !isTruthy(pointer.Key))) {
    throw new InvalidResource(apiId, "'DefinitionUri' requires Bucket and Key properties to be specified.");
  }
  const location = legacyMap();
  for (const name of ['Bucket', 'Key', 'Version']) if (has(pointer, name)) setMade(location, name, pointer[name]);
  return location;
}
