import type { ResourceType } from '../../../service-kit/contract.ts';
import { resourceTypes } from '../../../service-kit/resource-type.ts';
import { application } from './application.ts';
import { deploymentConfig } from './deployment-config.ts';
import { deploymentGroup } from './deployment-group.ts';

/** The CloudFormation resource types of CodeDeploy. */
export const codeDeployResources: Readonly<Record<string, ResourceType>> = resourceTypes(
  application,
  deploymentConfig,
  deploymentGroup,
);
