import { AwsError } from '../../kernel/errors.ts';

/* Every refusal of S3, with its status and members. https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */

/** Codes, statuses and texts: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
const error = (
  code: string,
  status: number,
  message: string,
  members: Readonly<Record<string, unknown>> = {},
): AwsError => new AwsError(code, message, { status, members });

export const noSuchBucket = (BucketName: string): AwsError =>
  error('NoSuchBucket', 404, 'The specified bucket does not exist', { BucketName });

export const noSuchKey = (Key: string): AwsError =>
  error('NoSuchKey', 404, 'The specified key does not exist.', { Key });

/** The owner that a caller expects must be an account's twelve digits. */
export const invalidBucketOwner = (owner: string): AwsError =>
  error(
    'InvalidBucketOwnerAWSAccountID',
    400,
    `The value of the expected bucket owner parameter must be an AWS Account ID... [${owner}]`,
  );

/** What is no id of a version at all. */
export const invalidVersionId = (versionId: string): AwsError =>
  invalidArgument('Invalid version id specified', 'versionId', versionId);

export const noSuchVersion = (Key: string, VersionId: string): AwsError =>
  error('NoSuchVersion', 404, 'The specified version does not exist.', { Key, VersionId });

/** HEAD requests have no body to say more. */
export const notFound = (): AwsError => error('NotFound', 404, 'Not Found');

/** Everywhere but in us-east-1. */
export const bucketOwnedByYou = (BucketName: string): AwsError =>
  error(
    'BucketAlreadyOwnedByYou',
    409,
    'Your previous request to create the named bucket succeeded and you already own it.',
    { BucketName },
  );

export const bucketNotEmpty = (BucketName: string, hasVersions: boolean): AwsError =>
  error(
    'BucketNotEmpty',
    409,
    hasVersions
      ? 'The bucket you tried to delete is not empty. You must delete all versions in the bucket.'
      : 'The bucket you tried to delete is not empty',
    { BucketName },
  );

export const invalidBucketName = (BucketName: string): AwsError =>
  error('InvalidBucketName', 400, 'The specified bucket is not valid.', { BucketName });

export const invalidArgument = (message: string, ArgumentName: string, ArgumentValue: unknown): AwsError =>
  error('InvalidArgument', 400, message, { ArgumentName, ArgumentValue: String(ArgumentValue) });

export const invalidRequest = (message: string): AwsError => error('InvalidRequest', 400, message);

/** For bodies that are XML and make no sense. */
export const malformedXml = (): AwsError =>
  error(
    'MalformedXML',
    400,
    'The XML you provided was not well-formed or did not validate against our published schema',
  );

export const malformedPolicy = (message: string): AwsError => error('MalformedPolicy', 400, message);

export const accessDenied = (message = 'Access Denied'): AwsError => error('AccessDenied', 403, message);

export const preconditionFailed = (Condition: string): AwsError =>
  error('PreconditionFailed', 412, 'At least one of the pre-conditions you specified did not hold', { Condition });

/** What a condition asks for, and no write can be asked for. */
export const conditionNotImplemented = (Header: string, additionalMessage: string): AwsError =>
  error('NotImplemented', 501, 'A header you provided implies functionality that is not implemented', {
    Header,
    additionalMessage,
  });

/** The key changed while the conditional write was under way. */
export const conditionalRequestConflict = (Condition: string, Key: string): AwsError =>
  error(
    'ConditionalRequestConflict',
    409,
    'The conditional request cannot succeed due to a conflicting operation against this resource.',
    { Condition, Key },
  );

/** Goes out without a body; caches want these headers again. */
export const notModified = (headers: Readonly<Record<string, string>>): AwsError =>
  new AwsError('NotModified', 'Not Modified', { status: 304, headers });

export const invalidRange = (RangeRequested: string, ActualObjectSize: number): AwsError =>
  error('InvalidRange', 416, 'The requested range is not satisfiable', {
    RangeRequested,
    ActualObjectSize: String(ActualObjectSize),
  });

export const noSuchUpload = (UploadId: string): AwsError =>
  error(
    'NoSuchUpload',
    404,
    'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
    { UploadId },
  );

export const invalidPart = (UploadId: string, PartNumber: number, ETag: string): AwsError =>
  error(
    'InvalidPart',
    400,
    "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
    { UploadId, PartNumber: String(PartNumber), ETag },
  );

export const invalidPartOrder = (UploadId: string): AwsError =>
  error(
    'InvalidPartOrder',
    400,
    'The list of parts was not in ascending order. Parts must be ordered by part number.',
    {
      UploadId,
    },
  );

export const entityTooSmall = (
  part: { readonly number: number; readonly etag: string; readonly size: number },
  min: number,
): AwsError =>
  error('EntityTooSmall', 400, 'Your proposed upload is smaller than the minimum allowed size', {
    ProposedSize: String(part.size),
    MinSizeAllowed: String(min),
    PartNumber: String(part.number),
    ETag: part.etag.replaceAll('"', ''),
  });

/** What arrived is not what the client has sent. */
export const badDigest = (algorithm: string): AwsError =>
  error('BadDigest', 400, `The ${algorithm} you specified did not match the calculated checksum.`);

export const badContentMd5 = (ExpectedDigest: string, CalculatedDigest: string): AwsError =>
  error('BadDigest', 400, 'The Content-MD5 you specified did not match what we received.', {
    ExpectedDigest,
    CalculatedDigest,
  });

export const invalidDigest = (contentMd5: string): AwsError =>
  error('InvalidDigest', 400, 'The Content-MD5 you specified was invalid.', { 'Content-MD5': contentMd5 });

export const invalidTag = (message: string, members: Readonly<Record<string, string>> = {}): AwsError =>
  error('InvalidTag', 400, message, members);

export const invalidBucketState = (message: string): AwsError => error('InvalidBucketState', 409, message);

export const noSuchObjectLock = (): AwsError =>
  error('NoSuchObjectLockConfiguration', 404, 'The specified object does not have a ObjectLock configuration');

export const noSuchConfiguration = (): AwsError =>
  error('NoSuchConfiguration', 404, 'The specified configuration does not exist.');

export const idMismatch = (): AwsError =>
  error('IdMismatch', 400, 'Document ID does not match the specified configuration ID.');

export const tooManyConfigurations = (): AwsError =>
  error(
    'TooManyConfigurations',
    400,
    'You are attempting to create a new configuration but have already reached the 1,000-configuration limit.',
  );

/** Where reports shall go must be a bucket's ARN. */
export const invalidDestinationBucket = (): AwsError => error('InvalidS3DestinationBucket', 400, 'Invalid bucket ARN.');

/** Logs go to a bucket that is there. */
export const invalidLogTarget = (TargetBucket: string): AwsError =>
  error('InvalidTargetBucketForLogging', 400, 'The target bucket for logging does not exist', { TargetBucket });

/** The settings of a bucket that are not there, each with a code of its own. */
const absences = {
  policy: ['NoSuchBucketPolicy', 'The bucket policy does not exist'],
  tags: ['NoSuchTagSet', 'The TagSet does not exist'],
  lifecycle: ['NoSuchLifecycleConfiguration', 'The lifecycle configuration does not exist'],
  cors: ['NoSuchCORSConfiguration', 'The CORS configuration does not exist'],
  ownership: ['OwnershipControlsNotFoundError', 'The bucket ownership controls were not found'],
  publicAccessBlock: ['NoSuchPublicAccessBlockConfiguration', 'The public access block configuration was not found'],
  website: ['NoSuchWebsiteConfiguration', 'The specified bucket does not have a website configuration'],
  replication: ['ReplicationConfigurationNotFoundError', 'The replication configuration was not found'],
  objectLock: ['ObjectLockConfigurationNotFoundError', 'Object Lock configuration does not exist for this bucket'],
} as const;

/** Each setting that is not there has a code of its own. */
export function absent(what: keyof typeof absences, BucketName: string): AwsError {
  const [code, message] = absences[what];
  return error(code, 404, message, { BucketName });
}
