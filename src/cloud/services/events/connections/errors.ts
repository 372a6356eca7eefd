import { AwsError } from '../../../kernel/errors.ts';

/* https://docs.aws.amazon.com/eventbridge/latest/APIReference/CommonErrors.html and the operations' pages. */

export const notFound = (message: string): AwsError => new AwsError('ResourceNotFoundException', message);
export const exists = (message: string): AwsError => new AwsError('ResourceAlreadyExistsException', message);
export const validation = (message: string): AwsError => new AwsError('ValidationException', message);

export const connectionNotFound = (name: string): AwsError =>
  notFound(`Failed to describe the connection(s). Connection '${name}' does not exist.`);
export const connectionArnNotFound = (arn: string): AwsError => notFound(`Connection '${arn}' does not exist.`);
export const connectionExists = (name: string): AwsError => exists(`Connection ${name} already exists.`);
export const destinationNotFound = (name: string): AwsError =>
  notFound(`Failed to describe the api-destination(s). An api-destination '${name}' does not exist.`);
export const destinationExists = (name: string): AwsError => exists(`An api-destination '${name}' already exists.`);
export const invalidToken = (): AwsError => validation('Parameter NextToken is not valid.');
