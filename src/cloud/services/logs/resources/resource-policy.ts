import type { Values } from '../../../service-kit/properties.ts';
import { resourceType } from '../../../service-kit/resource-type.ts';

const properties = { PolicyDocument: 'document', PolicyName: 'text' } as const;

const put = {
  operation: 'PutResourcePolicy',
  input: (p: Values<typeof properties>) => ({ policyName: p.PolicyName, policyDocument: p.PolicyDocument }),
};

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-logs-resourcepolicy.html */
export const resourcePolicy = resourceType({
  type: 'AWS::Logs::ResourcePolicy',
  service: 'logs',
  properties,
  create: { ...put, physicalId: (_, p) => p.PolicyName },
  update: put,
  delete: {
    operation: 'DeleteResourcePolicy',
    input: (_, { id }) => ({ policyName: id }),
    gone: ['ResourceNotFoundException'],
  },
});
