import { AwsError } from '../../kernel/errors.ts';

/* What Secrets Manager refuses. https://docs.aws.amazon.com/secretsmanager/latest/apireference/CommonErrors.html and the operations' pages. */

export const invalidParameter = (message: string): AwsError => new AwsError('InvalidParameterException', message);
export const invalidRequest = (message: string): AwsError => new AwsError('InvalidRequestException', message);
const notFound = (message: string): AwsError => new AwsError('ResourceNotFoundException', message);

/** The same for a secret that was never there and one that is deleted for good. */
export const secretNotFound = (): AwsError => notFound("Secrets Manager can't find the specified secret.");
export const stageNotFound = (stage: string): AwsError =>
  notFound(`Secrets Manager can't find the specified secret value for staging label: ${stage}`);
export const versionNotFound = (versionId: string): AwsError =>
  notFound(`Secrets Manager can't find the specified secret value for VersionId: ${versionId}`);
export const stageOfOtherVersion = (): AwsError =>
  invalidRequest('You provided a VersionStage that is not associated to the provided VersionId.');

export const secretExists = (name: string): AwsError =>
  new AwsError('ResourceExistsException', `The operation failed because the secret ${name} already exists.`);
/** A version's value never changes: another value needs another token. */
export const versionExists = (): AwsError =>
  new AwsError('ResourceExistsException', 'A resource with the ID you requested already exists.');

/** For every operation on a secret that waits for its deletion, but describing and restoring it. */
export const isMarkedForDeletion = (): AwsError =>
  invalidRequest("You can't perform this operation on the secret because it was marked for deletion.");
/** A name is free again only when the deletion is done. */
export const nameScheduledForDeletion = (): AwsError =>
  invalidRequest("You can't create this secret because a secret with this name is already scheduled for deletion.");

export const twoValues = (): AwsError =>
  invalidParameter("You can't specify both a binary secret value and a string secret value in the same secret.");
/** SDKs and the CLI make one up; a bare request must bring its own. */
export const noRequestToken = (): AwsError =>
  invalidRequest('You must provide a ClientRequestToken value. We recommend a UUID-type value.');
/** Everything about a replica but its key is its primary's. */
export const isReplica = (): AwsError =>
  invalidParameter("Operation not permitted on a replica secret. Call must be made in primary secret's region.");
export const hasReplicas = (arn: string, regions: readonly string[]): AwsError =>
  invalidParameter(`You can't delete secret ${arn} that still has replica regions [${regions.join(', ')}].`);
export const noValue = (): AwsError => invalidParameter('You must provide either SecretString or SecretBinary.');

export const invalidName = (): AwsError =>
  new AwsError(
    'ValidationException',
    'Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!',
  );

/** A label moves only when the caller says from where. */
export const mustRemoveFrom = (stage: string, versionId: string): AwsError =>
  invalidParameter(
    `The parameter RemoveFromVersionId can't be empty. Staging label ${stage} is currently attached to version ${versionId}, ` +
      'so you must explicitly reference that version in RemoveFromVersionId.',
  );
/** AWSCURRENT can be moved, never taken off. */
export const currentMustStay = (): AwsError =>
  invalidParameter(
    "You can only move staging label AWSCURRENT to a different secret version. It can't be completely removed.",
  );

export const noRotationFunction = (): AwsError =>
  invalidRequest('No Lambda rotation function ARN is associated with this secret.');
/** One rotation at a time. */
export const rotationIncomplete = (): AwsError =>
  invalidRequest("A previous rotation isn't complete. That rotation will be reattempted.");
export const cannotInvokeFunction = (): AwsError =>
  new AwsError(
    'AccessDeniedException',
    'Secrets Manager cannot invoke the specified Lambda function. ' +
      'Ensure that the function policy grants access to the principal secretsmanager.amazonaws.com.',
  );

export const malformedPolicy = (): AwsError =>
  new AwsError('MalformedPolicyDocumentException', 'This resource policy contains a syntax error.');
export const publicPolicy = (): AwsError =>
  new AwsError(
    'PublicPolicyException',
    'The BlockPublicPolicy parameter is set to true, and the resource policy did not prevent broad access to the secret.',
  );
export const limitExceeded = (message: string): AwsError => new AwsError('LimitExceededException', message);
