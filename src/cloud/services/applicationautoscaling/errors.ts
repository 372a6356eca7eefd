import { AwsError } from '../../kernel/errors.ts';
import type { TargetKey } from './state.ts';

/* What Application Auto Scaling refuses. https://docs.aws.amazon.com/autoscaling/application/APIReference/CommonErrors.html */

const told = ({ ServiceNamespace, ResourceId, ScalableDimension }: TargetKey): string =>
  `service namespace: ${ServiceNamespace}, resource ID: ${ResourceId}, scalable dimension: ${ScalableDimension}`;

export const validation = (message: string): AwsError => new AwsError('ValidationException', message);

/** Policies and actions need their target. */
export const notRegistered = (target: TargetKey): AwsError =>
  new AwsError('ObjectNotFoundException', `No scalable target registered for ${told(target)}`);

export const targetNotFound = (target: TargetKey): AwsError =>
  new AwsError('ObjectNotFoundException', `No scalable target found for ${told(target)}`);

export const policyNotFound = (target: TargetKey, name: string): AwsError =>
  new AwsError('ObjectNotFoundException', `No scaling policy found for ${told(target)}, policy name: ${name}`);

export const actionNotFound = (target: TargetKey, name: string): AwsError =>
  new AwsError(
    'ObjectNotFoundException',
    `No scheduled action found for ${told(target)}, scheduled action name: ${name}`,
  );

/** Tags are on targets alone. */
export const resourceNotFound = (arn: string): AwsError =>
  new AwsError('ResourceNotFoundException', `The specified resource doesn't exist: ${arn}`, {
    members: { ResourceName: arn },
  });

export const tooManyTags = (arn: string): AwsError =>
  new AwsError('TooManyTagsException', 'The request contains too many tags. Try the request again with fewer tags.', {
    members: { ResourceName: arn },
  });

export const invalidNextToken = (): AwsError =>
  new AwsError('InvalidNextTokenException', 'The next token supplied was invalid.');
