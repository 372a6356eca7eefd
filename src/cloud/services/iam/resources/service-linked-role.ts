import type { CreateServiceLinkedRoleResponse } from '@aws-sdk/client-iam';
import { resourceType } from '../../../service-kit/resource-type.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-servicelinkedrole.html */
export const serviceLinkedRole = resourceType({
  type: 'AWS::IAM::ServiceLinkedRole',
  service: 'iam',
  properties: { AWSServiceName: 'text', CustomSuffix: 'text', Description: 'text' },
  create: {
    operation: 'CreateServiceLinkedRole',
    input: (p) => p,
    physicalId: (output: CreateServiceLinkedRoleResponse) => output.Role?.RoleName,
  },
  attributes: { RoleName: (output: CreateServiceLinkedRoleResponse) => output.Role?.RoleName },
  update: {
    operation: 'UpdateRole',
    input: (p, { id }) => ({ RoleName: id, Description: p.Description ?? '' }),
  },
  delete: {
    operation: 'DeleteServiceLinkedRole',
    input: (_, { id }) => ({ RoleName: id }),
    gone: ['NoSuchEntity'],
  },
});
