import { AwsError } from '../../kernel/errors.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CommonErrors.html and the operations' pages. */
export const missingParameter = (message: string): AwsError => new AwsError('MissingParameter', message);
export const invalidParameterValue = (message: string): AwsError => new AwsError('InvalidParameterValue', message);
export const invalidParameterCombination = (message: string): AwsError =>
  new AwsError('InvalidParameterCombination', message);
export const validationError = (message: string): AwsError => new AwsError('ValidationError', message);
export const resourceNotFoundException = (arn: string): AwsError =>
  new AwsError('ResourceNotFoundException', `${arn} does not exist`);
export const dashboardNotFound = (name: string): AwsError =>
  new AwsError('DashboardNotFoundError', `Dashboard ${name} does not exist`, { status: 404 });
export const invalidNextToken = (): AwsError => new AwsError('InvalidNextToken', 'The next token is invalid');
