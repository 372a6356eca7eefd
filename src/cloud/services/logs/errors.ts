import { AwsError } from '../../kernel/errors.ts';

export const invalidParameter = (message: string): AwsError => new AwsError('InvalidParameterException', message);

export const invalidPattern = (why: string): AwsError => invalidParameter(`Invalid filter pattern: ${why}`);

const notFound = (message: string): AwsError => new AwsError('ResourceNotFoundException', message);
const exists = (message: string): AwsError => new AwsError('ResourceAlreadyExistsException', message);

export const groupNotFound = (): AwsError => notFound('The specified log group does not exist.');
export const streamNotFound = (): AwsError => notFound('The specified log stream does not exist.');
export const filterNotFound = (): AwsError => notFound('The specified metric filter does not exist.');
export const policyNotFound = (name: string): AwsError => notFound(`Policy with name [${name}] does not exist`);
export const resourceNotFound = (): AwsError => notFound('The specified resource does not exist.');

export const groupExists = (): AwsError => exists('The specified log group already exists');
export const streamExists = (): AwsError => exists('The specified log stream already exists');

export const invalidToken = (): AwsError => invalidParameter('The specified nextToken is invalid.');
export const limitExceeded = (): AwsError => new AwsError('LimitExceededException', 'Resource limit exceeded.');
