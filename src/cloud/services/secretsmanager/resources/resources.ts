import type { ResourceType } from '../../../service-kit/contract.ts';
import { resourceTypes } from '../../../service-kit/resource-type.ts';
import { resourcePolicy } from './resource-policy.ts';
import { rotationSchedule } from './rotation-schedule.ts';
import { secret } from './secret.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/AWS_SecretsManager.html */
export const secretsManagerResources: Readonly<Record<string, ResourceType>> = resourceTypes(
  resourcePolicy,
  rotationSchedule,
  secret,
);
