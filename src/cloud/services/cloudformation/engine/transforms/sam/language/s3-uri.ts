/** An object of S3, as API Gateway's `BodyS3Location` names it. */
export interface S3Pointer {
  readonly Bucket: string;
  readonly Key: string;
  readonly Version?: string;
}

/** `s3://bucket/key?versionId=1`; undefined for any other text. */
export function parseS3Uri(uri: string): S3Pointer | undefined {
  const [, Bucket, path, query = ''] = /^s3:\/\/([^/?#]+)(\/[^?#]*)(?:\?([^#]*))?(?:#.*)?$/is.exec(uri) ?? [];
  if (Bucket === undefined || path === undefined) return undefined;
  const versions = new URLSearchParams(query).getAll('versionId').filter((version) => version !== '');
  const [Version] = versions;
  return {
    Bucket,
    Key: path.replace(/^\/+/, ''),
    ...(Version !== undefined && versions.length === 1 && { Version }),
  };
}
