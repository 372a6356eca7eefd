import { patternDeadlineMs } from '../../kernel/deadline.ts';
import { AwsError } from '../../kernel/errors.ts';

/* What Parameter Store refuses. https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html and its siblings. */

/** AWS gives this one no message. */
export const parameterNotFound = (): AwsError => new AwsError('ParameterNotFound', '');

/** For names that stand for secrets. */
export const secretNotFound = (name: string): AwsError =>
  new AwsError(
    'ParameterNotFound',
    `An error occurred (ParameterNotFound) when referencing Secrets Manager: Secret ${name} not found.`,
  );

/** For PutParameter without `Overwrite`. */
export const parameterAlreadyExists = (): AwsError =>
  new AwsError(
    'ParameterAlreadyExists',
    'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
  );

/** A number that no version has, or has any more. */
export const versionNotFound = (name: string, version: string | number): AwsError =>
  new AwsError(
    'ParameterVersionNotFound',
    `Systems Manager could not find version ${version} of ${name}. Verify the version and try again.`,
  );

/** The same code for a label that no version has. */
export const labelNotFound = (name: string, label: string): AwsError =>
  new AwsError(
    'ParameterVersionNotFound',
    `Systems Manager could not find label ${label} for parameter ${name}. Verify the label and try again.`,
  );

/** What the constraints of `shapes.ts` cannot say. */
export const validation = (message: string): AwsError => new AwsError('ValidationException', message);

/** What makes, labels and deletes parameters takes names alone. */
export const arnNotTaken = (): AwsError => validation('Parameter ARN is not supported for this operation.');

/** A name with too many slashes. */
export const hierarchyTooDeep = (levelsMax: number): AwsError =>
  new AwsError(
    'HierarchyLevelLimitExceededException',
    `A hierarchy can have a maximum of ${levelsMax} levels. For more information, see https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-su-create.html`,
  );

/** No regular expression, or (which AWS has no words for) one that takes too long to be matched. */
export const invalidAllowedPattern = (pattern: string, isSlow: boolean): AwsError =>
  new AwsError(
    'InvalidAllowedPatternException',
    isSlow
      ? `The regular expression ${pattern} was not matched within ${patternDeadlineMs} ms.`
      : `The regular expression ${pattern} is not valid.`,
  );

export const patternMismatch = (pattern: string): AwsError =>
  new AwsError(
    'ParameterPatternMismatchException',
    `Parameter value, cannot be validated against allowedPattern: ${pattern}`,
  );

/** From advanced to standard there is no way back. */
export const tierDowngrade = (): AwsError =>
  validation(
    "This parameter uses the advanced-parameter tier. You can't downgrade a parameter from the advanced-parameter tier to the standard-parameter tier. If necessary, you can delete the advanced parameter and recreate it as a standard parameter.",
  );

/** The oldest version makes room for the newest, unless a label holds it. */
export const versionLimitExceeded = (name: string, oldest: number): AwsError =>
  new AwsError(
    'ParameterMaxVersionLimitExceeded',
    `You attempted to create a new version of ${name} by calling the PutParameter API with the overwrite flag. Version ${oldest}, the oldest version, can't be deleted because it has a label associated with it. Move the label to another version of the parameter, and try again.`,
  );

export const labelLimitExceeded = (labelsMax: number): AwsError =>
  new AwsError(
    'ParameterVersionLabelLimitExceeded',
    `An error occurred (ParameterVersionLabelLimitExceeded) when calling the LabelParameterVersion operation: A parameter version can have maximum ${labelsMax} labels.Move one or more labels to another version and try again.`,
  );

export const invalidNextToken = (): AwsError => new AwsError('InvalidNextToken', 'The specified token is not valid.');

/** For tags of what is no parameter. */
export const invalidResourceId = (): AwsError =>
  new AwsError(
    'InvalidResourceId',
    'The resource ID is not valid. Verify that you entered the correct ID and try again.',
  );
