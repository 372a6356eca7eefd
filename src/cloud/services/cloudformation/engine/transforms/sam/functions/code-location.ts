import { InvalidResource } from '../language/errors.ts';
import { s3Pointer } from '../language/s3-pointer.ts';
import { type Fields, has, isMap, isTruthy } from '../language/values.ts';

const secretReference = /\{\{resolve:(?:ssm|ssm-secure|secretsmanager):[a-zA-Z0-9_.\-/]+(?::\d+)?\}\}/;

/**
 * The code of a function or a layer in S3: a map with `Bucket` and `Key`, or `s3://bucket/key?versionId=…`.
 * @throws InvalidResource for anything else
 */
export function codeLocation(location: unknown, logicalId: string, property: string): Fields {
  const { Bucket: S3Bucket, Key: S3Key, ...rest } = pointer(location, logicalId, property);
  return {
    S3Bucket,
    S3Key,
    ...(has(rest, 'Version') && { S3ObjectVersion: rest.Version }),
    ...(has(rest, 'StorageMode') && { S3ObjectStorageMode: rest.StorageMode }),
  };
}

function pointer(location: unknown, logicalId: string, property: string): Fields {
  if (isMap(location)) {
    if (isTruthy(location.Bucket) && isTruthy(location.Key)) return location;
    throw new InvalidResource(logicalId, `'${property}' requires Bucket and Key properties to be specified.`);
  }
  if (typeof location !== 'string') {
    throw new InvalidResource(logicalId, `'${property}' must be of type dict or string.`);
  }
  if (secretReference.exec(location)?.[0].includes('/')) {
    throw new InvalidResource(
      logicalId,
      `Unsupported dynamic reference detected in '${property}'. Please consider using alternative 'FunctionCode' object format.`,
    );
  }
  const found = s3Pointer(location);
  if (found) return found;
  throw new InvalidResource(
    logicalId,
    `'${property}' is not a valid S3 Uri of the form 's3://bucket/key' with optional versionId query parameter.`,
  );
}
