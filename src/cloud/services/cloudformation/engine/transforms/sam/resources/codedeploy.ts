import { ref } from '../language/intrinsics.ts';
import { generated } from './property.ts';
import type { ResourceType } from './resource.ts';

export const codeDeployApplication: ResourceType = {
  type: 'AWS::CodeDeploy::Application',
  properties: generated('ComputePlatform', 'Tags'),
  runtime: { name: ({ logicalId }) => ref(logicalId) },
};

export const codeDeployDeploymentGroup: ResourceType = {
  type: 'AWS::CodeDeploy::DeploymentGroup',
  properties: generated(
    'AlarmConfiguration',
    'ApplicationName',
    'AutoRollbackConfiguration',
    'DeploymentConfigName',
    'DeploymentStyle',
    'ServiceRoleArn',
    'TriggerConfigurations',
    'Tags',
  ),
  runtime: { name: ({ logicalId }) => ref(logicalId) },
};
