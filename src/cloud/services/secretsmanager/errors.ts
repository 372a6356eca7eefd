import { AwsError } from '../../kernel/errors.ts';

export const invalidParameter = (message: string): AwsError => new AwsError('InvalidParameterException', message);
export const invalidRequest = (message: string): AwsError => new AwsError('InvalidRequestException', message);
const notFound = (message: string): AwsError => new AwsError('ResourceNotFoundException', message);

export const secretNotFound = (): AwsError => notFound("Secrets Manager can't find the specified secret.");
export const stageNotFound = (stage: string): AwsError =>
  notFound(`Secrets Manager can't find the specified secret value for staging label: ${stage}`);
export const versionNotFound = (versionId: string): AwsError =>
  notFound(`Secrets Manager can't find the specified secret value for VersionId: ${versionId}`);
export const stageOfOtherVersion = (): AwsError =>
  invalidRequest('You provided a VersionStage that is not associated to the provided VersionId.');

export const secretExists = (name: string): AwsError =>
  new AwsError('ResourceExistsException', `The operation failed because the secret ${name} already exists.`);
export const versionExists = (): AwsError =>
  new AwsError('ResourceExistsException', 'A resource with the ID you requested already exists.');

export const isMarkedForDeletion = (): AwsError =>
  invalidRequest("You can't perform this operation on the secret because it was marked for deletion.");
export const nameScheduledForDeletion = (): AwsError =>
  invalidRequest("You can't create this secret because a secret with this name is already scheduled for deletion.");

export const twoValues = (): AwsError =>
  invalidParameter("You can't specify both a binary secret value and a string secret value in the same secret.");
export const noValue = (): AwsError => invalidParameter('You must provide either SecretString or SecretBinary.');

export const invalidName = (): AwsError =>
  new AwsError(
    'ValidationException',
    'Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!',
  );

export const mustRemoveFrom = (stage: string, versionId: string): AwsError =>
  invalidParameter(
    `The parameter RemoveFromVersionId can't be empty. Staging label ${stage} is currently attached to version ${versionId}, ` +
      'so you must explicitly reference that version in RemoveFromVersionId.',
  );
export const currentMustStay = (): AwsError =>
  invalidParameter(
    "You can only move staging label AWSCURRENT to a different secret version. It can't be completely removed.",
  );

export const noRotationFunction = (): AwsError =>
  invalidRequest('No Lambda rotation function ARN is associated with this secret.');
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
