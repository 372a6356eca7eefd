import { AwsError } from '../../kernel/errors.ts';

/* What the tagging API refuses. https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/CommonErrors.html */

export const invalidParameter = (message: string): AwsError => new AwsError('InvalidParameterException', message);

/** Text that is no ARN, and ARNs of services whose resources it cannot tag. */
export const invalidArn = (arn: string): AwsError => invalidParameter(`${arn} not a valid AmazonResourceName (ARN)`);

export const invalidToken = (): AwsError => invalidParameter('The pagination token is invalid.');
