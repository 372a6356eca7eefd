import { AwsError } from '../../kernel/errors.ts';

/*
 * What Step Functions refuses. https://docs.aws.amazon.com/step-functions/latest/apireference/CommonErrors.html and the
 * operations' pages.
 */

export const machineNotFound = (arn: string): AwsError =>
  new AwsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
export const executionNotFound = (arn: string): AwsError =>
  new AwsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
export const executionExists = (arn: string): AwsError =>
  new AwsError('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`);
export const invalidArn = (arn: string): AwsError =>
  new AwsError('InvalidArn', `Invalid Arn: 'Invalid ARN prefix: ${arn}'`);
/** DescribeExecution and its like know no executions of express machines. */
export const notInThisContext = (resourceType: string): AwsError =>
  new AwsError('InvalidArn', `Invalid Arn: 'Resource type not valid in this context: ${resourceType}'`);
export const typeNotSupported = (): AwsError =>
  new AwsError('StateMachineTypeNotSupported', 'This operation is not supported by this type of state machine');
export const invalidToken = (): AwsError => new AwsError('InvalidToken', "Invalid Token: 'Invalid token'");
export const notRedrivable = (why: string): AwsError => new AwsError('ExecutionNotRedrivable', why);
export const activityNotFound = (arn: string): AwsError =>
  new AwsError('ActivityDoesNotExist', `Activity Does Not Exist: '${arn}'`);
export const activityExists = (): AwsError =>
  new AwsError('ActivityAlreadyExists', 'Activity already exists. EncryptionConfiguration may not be updated.');
export const invalidInput = (why: string): AwsError =>
  new AwsError('InvalidExecutionInput', `Invalid State Machine Execution Input: '${why}'`);

export const machineExists = (arn: string): AwsError =>
  new AwsError('StateMachineAlreadyExists', `State Machine Already Exists: '${arn}'`);
export const machineDeleting = (arn: string): AwsError =>
  new AwsError('StateMachineDeleting', `State Machine is deleting: '${arn}'`);
export const invalidName = (name: string): AwsError => new AwsError('InvalidName', `Invalid Name: '${name}'`);
export const invalidRoleArn = (arn: string): AwsError => new AwsError('InvalidArn', `Invalid Role Arn: '${arn}'`);
export const roleNotAssumable = (): AwsError =>
  new AwsError(
    'AccessDeniedException',
    'Neither the global service principal states.amazonaws.com, nor the regional one is authorized to assume the provided role.',
    { status: 400 },
  );
export const invalidLogging = (why: string): AwsError =>
  new AwsError('InvalidLoggingConfiguration', `Invalid Logging Configuration: ${why}`);
export const invalidEncryption = (why: string): AwsError =>
  new AwsError('InvalidEncryptionConfiguration', `Invalid Encryption Configuration: ${why}`);
export const validation = (message: string): AwsError => new AwsError('ValidationException', message);
export const conflict = (message: string): AwsError => new AwsError('ConflictException', message);
export const quotaExceeded = (message: string): AwsError => new AwsError('ServiceQuotaExceededException', message);
export const resourceNotFound = (arn: string): AwsError =>
  new AwsError('ResourceNotFound', `Resource not found: '${arn}'`, { members: { resourceName: arn } });
/** A version or an alias is not there. */
export const noSuchReference = (arn: string): AwsError =>
  new AwsError('ResourceNotFound', 'Request references a resource that does not exist.', {
    members: { resourceName: arn },
  });
export const tooManyTags = (arn: string): AwsError =>
  new AwsError('TooManyTags', `Too many tags: '${arn}'`, { members: { resourceName: arn } });
export const taskTimedOut = (): AwsError =>
  new AwsError('TaskTimedOut', "Task Timed Out: 'Provided task does not exist anymore'");
export const invalidOutput = (output: string): AwsError =>
  new AwsError('InvalidOutput', `Invalid Output: 'The output is no JSON: ${output.slice(0, 100)}'`);
