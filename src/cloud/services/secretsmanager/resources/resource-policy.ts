import { resourceType } from '../../../service-kit/resource-type.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-secretsmanager-resourcepolicy.html */
export const resourcePolicy = resourceType({
  type: 'AWS::SecretsManager::ResourcePolicy',
  service: 'secretsmanager',
  properties: { BlockPublicPolicy: 'flag', ResourcePolicy: 'document', SecretId: 'text' },
  create: { operation: 'PutResourcePolicy', input: (p) => p, physicalId: (_, p) => p.SecretId },
  attributes: { Id: (_, p) => p.SecretId },
  update: { operation: 'PutResourcePolicy', input: (p) => p },
  delete: {
    operation: 'DeleteResourcePolicy',
    input: ({ SecretId }) => ({ SecretId }),
    gone: ['ResourceNotFoundException', 'InvalidRequestException'],
  },
});
