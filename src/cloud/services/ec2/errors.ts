import { AwsError } from '../../kernel/errors.ts';

/* What EC2 refuses. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html and the operations' pages. */

export const missingParameter = (name: string): AwsError =>
  new AwsError('MissingParameter', `The request must contain the parameter ${name}`);

export const invalidParameterValue = (message: string): AwsError => new AwsError('InvalidParameterValue', message);

export const invalidValueOf = (value: unknown, parameter: string, why = ''): AwsError =>
  invalidParameterValue(`Value (${String(value)}) for parameter ${parameter} is invalid.${why && ` ${why}`}`);

export const invalidCombination = (message: string): AwsError => new AwsError('InvalidParameterCombination', message);

export const dependencyViolation = (message: string): AwsError => new AwsError('DependencyViolation', message);

/** How most kinds of resources word it: `The vpc 'vpc-1' has dependencies and cannot be deleted.` */
export const hasDependencies = (noun: string, id: string): AwsError =>
  dependencyViolation(`The ${noun} '${id}' has dependencies and cannot be deleted.`);

export const dryRun = (): AwsError =>
  new AwsError('DryRunOperation', 'Request would have succeeded, but DryRun flag is set.', { status: 412 });

export const tokenMismatch = (): AwsError =>
  new AwsError(
    'IdempotentParameterMismatch',
    'The client token you have provided is associated with a resource that has different parameters.',
  );

export const invalidFilter = (name: string): AwsError => invalidParameterValue(`The filter '${name}' is invalid`);

export const noDefaultVpc = (): AwsError => new AwsError('VPCIdNotSpecified', 'No default VPC for this user');
