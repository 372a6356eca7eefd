import { AwsError } from '../../kernel/errors.ts';

export const validation = (message: string): AwsError => new AwsError('ValidationException', message);

export const busNotFound = (name: string): AwsError =>
  new AwsError('ResourceNotFoundException', `Event bus ${name} does not exist.`);
export const busExists = (name: string): AwsError =>
  new AwsError('ResourceAlreadyExistsException', `Event bus ${name} already exists.`);
export const ruleNotFound = (name: string, busName: string): AwsError =>
  new AwsError('ResourceNotFoundException', `Rule ${name} does not exist on EventBus ${busName}.`);
export const noPolicy = (): AwsError => new AwsError('ResourceNotFoundException', 'EventBus does not have a policy.');
export const noSuchStatement = (): AwsError =>
  new AwsError('ResourceNotFoundException', 'Statement with the provided id does not exist.');

export const tooMany = (): AwsError =>
  new AwsError('LimitExceededException', 'The requested resource exceeds the maximum number allowed.');
export const policyTooLong = (): AwsError =>
  new AwsError('PolicyLengthExceededException', 'The event bus policy size exceeds the limit of 10240 characters.');

export const invalidParameter = (name: string, reason?: string): AwsError =>
  validation(`Parameter ${name} is not valid.${reason === undefined ? '' : ` Reason: ${reason}`}`);
export const invalidPattern = (reason: string): AwsError =>
  new AwsError('InvalidEventPatternException', `Event pattern is not valid. Reason: ${reason}`);
export const invalidToken = (): AwsError => invalidParameter('NextToken');
