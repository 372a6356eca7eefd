import type { InvalidParameterProblem, ResourceType } from '@aws-sdk/client-appconfigdata';
import { AwsError } from '../../../kernel/errors.ts';

/* https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference/API_Operations_AWS_AppConfig_Data.html */

export const missing = (kind: ResourceType, parameters: Readonly<Record<string, string>>): AwsError =>
  new AwsError('ResourceNotFoundException', `${kind} not found`, {
    status: 404,
    members: { ResourceType: kind, ReferencedBy: parameters },
  });

export const invalidParameter = (name: string, Problem: InvalidParameterProblem): AwsError =>
  new AwsError('BadRequestException', 'Request parameters are not valid', {
    status: 400,
    members: { Reason: 'InvalidParameters', Details: { InvalidParameters: { [name]: { Problem } } } },
  });
