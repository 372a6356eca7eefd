import type { Deployment } from '@aws-sdk/client-apigatewayv2';
import { resourceType } from '../../../service-kit/resource-type.ts';
import { deploymentReading } from './readings.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigatewayv2-deployment.html */
export const deployment = resourceType({
  type: 'AWS::ApiGatewayV2::Deployment',
  reading: deploymentReading,
  service: 'apigatewayv2',
  properties: { ApiId: 'text', Description: 'text', StageName: 'text' },
  create: {
    operation: 'CreateDeployment',
    input: (p) => p,
    physicalId: (output: Deployment) => output.DeploymentId,
  },
  attributes: { DeploymentId: (output: Deployment) => output.DeploymentId },
  update: {
    operation: 'UpdateDeployment',
    input: ({ ApiId, Description = '' }, { id }) => ({ ApiId, DeploymentId: id, Description }),
  },
  delete: {
    operation: 'DeleteDeployment',
    input: ({ ApiId }, { id }) => ({ ApiId, DeploymentId: id }),
    gone: ['NotFoundException'],
  },
});
