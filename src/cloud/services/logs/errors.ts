import { AwsError } from '../../kernel/errors.ts';

/* What CloudWatch Logs refuses. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/CommonErrors.html and the operations' pages. */

export const invalidParameter = (message: string): AwsError => new AwsError('InvalidParameterException', message);

export const invalidPattern = (why: string): AwsError => invalidParameter(`Invalid filter pattern: ${why}`);

/** At one place of a query; https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_QueryCompileError.html */
export const malformedQuery = (message: string, at: number): AwsError =>
  new AwsError('MalformedQueryException', message, {
    members: { queryCompileError: { location: { startCharOffset: at, endCharOffset: at + 1 }, message } },
  });

export const validation = (message: string): AwsError => new AwsError('ValidationException', message);
export const conflict = (message: string): AwsError => new AwsError('ConflictException', message);

const notFound = (message: string): AwsError => new AwsError('ResourceNotFoundException', message);
const exists = (message: string): AwsError => new AwsError('ResourceAlreadyExistsException', message);

export const groupNotFound = (): AwsError => notFound('The specified log group does not exist.');
export const streamNotFound = (): AwsError => notFound('The specified log stream does not exist.');
export const filterNotFound = (): AwsError => notFound('The specified metric filter does not exist.');
export const subscriptionFilterNotFound = (): AwsError => notFound('The specified subscription filter does not exist.');
export const queryNotFound = (): AwsError => notFound('The specified query does not exist.');
export const queryDefinitionNotFound = (): AwsError => notFound('The specified query definition does not exist.');
export const policyNotFound = (name: string): AwsError => notFound(`Policy with name [${name}] does not exist`);
export const destinationNotFound = (): AwsError => notFound('The specified destination does not exist.');
export const groupIsProtected = (): AwsError =>
  validation('Cannot delete log group with deletion protection enabled. Disable deletion protection first.');
/** For ARNs, where the group is not told apart from its form. */
export const resourceNotFound = (): AwsError => notFound('The specified resource does not exist.');

export const groupExists = (): AwsError => exists('The specified log group already exists');
export const streamExists = (): AwsError => exists('The specified log stream already exists');

export const invalidToken = (): AwsError => invalidParameter('The specified nextToken is invalid.');
/** For the quotas on metric filters and resource policies. */
export const limitExceeded = (): AwsError => new AwsError('LimitExceededException', 'Resource limit exceeded.');
