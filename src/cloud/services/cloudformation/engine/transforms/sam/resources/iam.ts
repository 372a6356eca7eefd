import { getAtt, ref } from '../language/intrinsics.ts';
import { generated } from './property.ts';
import type { ResourceType } from './resource.ts';

export const iamRole: ResourceType = {
  type: 'AWS::IAM::Role',
  properties: generated(
    'AssumeRolePolicyDocument',
    'ManagedPolicyArns',
    'Path',
    'Policies',
    'PermissionsBoundary',
    'Tags',
  ),
  runtime: { name: ({ logicalId }) => ref(logicalId), arn: ({ logicalId }) => getAtt(logicalId, 'Arn') },
};

export const iamManagedPolicy: ResourceType = {
  type: 'AWS::IAM::ManagedPolicy',
  properties: generated('Description', 'Groups', 'PolicyDocument', 'ManagedPolicyName', 'Path', 'Roles', 'Users'),
};
