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
export const invalidName = (name: string): AwsError => new AwsError('InvalidName', `Invalid Name: '${name}'`);
export const invalidToken = (): AwsError => new AwsError('InvalidToken', `Invalid Token: 'Invalid token'`);
export const activityNotFound = (arn: string): AwsError =>
  new AwsError('ActivityDoesNotExist', `Activity Does Not Exist: '${arn}'`);
export const activityExists = (): AwsError =>
  new AwsError('ActivityAlreadyExists', 'Activity already exists. EncryptionConfiguration may not be updated.');
export const invalidInput = (why: string): AwsError =>
  new AwsError('InvalidExecutionInput', `Invalid State Machine Execution Input: '${why}'`);
