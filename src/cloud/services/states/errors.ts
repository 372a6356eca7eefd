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
export const invalidInput = (why: string): AwsError =>
  new AwsError('InvalidExecutionInput', `Invalid State Machine Execution Input: '${why}'`);
export const invalidToken = (): AwsError => new AwsError('InvalidToken', "Invalid Token: 'Invalid token'");
export const taskTimedOut = (): AwsError =>
  new AwsError('TaskTimedOut', "Task Timed Out: 'Provided task does not exist anymore'");
export const invalidOutput = (output: string): AwsError =>
  new AwsError('InvalidOutput', `Invalid Output: 'The output is no JSON: ${output.slice(0, 100)}'`);
