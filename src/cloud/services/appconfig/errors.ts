import type { InvalidConfigurationDetail } from '@aws-sdk/client-appconfig';
import { AwsError } from '../../kernel/errors.ts';

/* https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference/CommonErrors.html and the operations' pages. */

export type ResourceKind =
  | 'Application'
  | 'Environment'
  | 'ConfigurationProfile'
  | 'HostedConfigurationVersion'
  | 'DeploymentStrategy'
  | 'Deployment';

export const badRequest = (message: string): AwsError => new AwsError('BadRequestException', message, { status: 400 });

export const conflict = (message: string): AwsError => new AwsError('ConflictException', message, { status: 409 });

/** `names`: how the request names the resource. */
export const notFound = (kind: ResourceKind, names: string | number): AwsError =>
  new AwsError('ResourceNotFoundException', `${kind} ${names} could not be found.`, {
    status: 404,
    members: { ResourceName: kind },
  });

export const taggedNotFound = (arn: string): AwsError =>
  new AwsError('ResourceNotFoundException', `Resource ${arn} could not be found.`, {
    status: 404,
    members: { ResourceName: arn },
  });

/** Content that a validator, or the format of feature flags, refuses. */
export const invalidConfiguration = (message: string, details: readonly InvalidConfigurationDetail[]): AwsError =>
  new AwsError('BadRequestException', message, {
    status: 400,
    members: { Reason: 'InvalidConfiguration', Details: { InvalidConfiguration: details } },
  });

export const tooLarge = (limitKilobytes: number, bytes: number): AwsError =>
  new AwsError('PayloadTooLargeException', 'The configuration size is too large.', {
    status: 413,
    members: { Measure: 'KILOBYTES', Limit: limitKilobytes, Size: Math.ceil(bytes / 1024) },
  });

export const invalidToken = (): AwsError => badRequest('The NextToken is not valid.');
