import type { DeploymentStrategy } from '@aws-sdk/client-appconfig';
import { resourceType } from '../../../service-kit/resource-type.ts';
import { notFoundCode, taggingAt, tagMapOf } from './tagged.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-appconfig-deploymentstrategy.html */
export const deploymentStrategy = resourceType({
  type: 'AWS::AppConfig::DeploymentStrategy',
  service: 'appconfig',
  properties: {
    Name: 'text',
    Description: 'text',
    DeploymentDurationInMinutes: 'number',
    FinalBakeTimeInMinutes: 'number',
    GrowthFactor: 'number',
    GrowthType: 'text',
    ReplicateTo: 'text',
    Tags: 'tags',
  },
  create: {
    operation: 'CreateDeploymentStrategy',
    input: (p) => ({ ...p, Tags: tagMapOf(p.Tags) }),
    physicalId: ({ Id }: DeploymentStrategy) => Id,
  },
  attributes: { Id: ({ Id }: DeploymentStrategy) => Id },
  update: {
    operation: 'UpdateDeploymentStrategy',
    input: (p, { id }) => ({
      DeploymentStrategyId: id,
      Description: p.Description ?? '',
      DeploymentDurationInMinutes: p.DeploymentDurationInMinutes,
      FinalBakeTimeInMinutes: p.FinalBakeTimeInMinutes,
      GrowthFactor: p.GrowthFactor,
      GrowthType: p.GrowthType,
    }),
  },
  tagging: taggingAt((_p, { id }) => `deploymentstrategy/${id}`),
  delete: {
    operation: 'DeleteDeploymentStrategy',
    input: (_p, { id }) => ({ DeploymentStrategyId: id }),
    gone: [notFoundCode],
  },
});
