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
export const invalidInput = (why: string): AwsError =>
  new AwsError('InvalidExecutionInput', `Invalid State Machine Execution Input: '${why}'`);
