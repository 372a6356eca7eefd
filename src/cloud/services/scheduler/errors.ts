import { AwsError } from '../../kernel/errors.ts';

/*
 * What EventBridge Scheduler refuses.
 * https://docs.aws.amazon.com/scheduler/latest/APIReference/CommonErrors.html and the operations' pages.
 */

export const validation = (message: string): AwsError => new AwsError('ValidationException', message);

const notFound = (message: string): AwsError => new AwsError('ResourceNotFoundException', message, { status: 404 });
const conflict = (message: string): AwsError => new AwsError('ConflictException', message, { status: 409 });

export const scheduleNotFound = (name: string): AwsError => notFound(`Schedule ${name} does not exist.`);
export const groupNotFound = (name: string): AwsError => notFound(`Schedule group ${name} does not exist.`);
export const scheduleExists = (name: string): AwsError => conflict(`Schedule ${name} already exists.`);
export const groupExists = (name: string): AwsError => conflict(`Schedule group ${name} already exists.`);
export const tokenReused = (): AwsError =>
  conflict('The client token was used before with a request that has other parameters.');

export const notOnDefaultGroup = (): AwsError =>
  validation('This operation cannot be performed on schedule group default.');
export const invalidExpression = (expression: string): AwsError =>
  validation(`Invalid Schedule Expression ${expression}.`);
export const invalidTimeZone = (name: string): AwsError => validation(`Invalid Schedule Expression Timezone ${name}.`);
export const invalidToken = (): AwsError => validation('Invalid NextToken provided.');
export const roleNotAssumable = (): AwsError =>
  validation('The execution role you provide must allow AWS EventBridge Scheduler to assume the role.');
