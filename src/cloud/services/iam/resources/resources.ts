import type { ResourceType } from '../../../service-kit/contract.ts';
import { accessKey } from './access-key.ts';
import { group } from './group.ts';
import { inlinePolicy } from './inline-policy.ts';
import { instanceProfile } from './instance-profile.ts';
import { managedPolicy } from './managed-policy.ts';
import { role } from './role.ts';
import { serviceLinkedRole } from './service-linked-role.ts';
import { user } from './user.ts';
import { userToGroupAddition } from './user-to-group-addition.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/AWS_IAM.html */
export const iamResources: Readonly<Record<string, ResourceType>> = {
  'AWS::IAM::AccessKey': accessKey,
  'AWS::IAM::Group': group,
  'AWS::IAM::InstanceProfile': instanceProfile,
  'AWS::IAM::ManagedPolicy': managedPolicy,
  'AWS::IAM::Policy': inlinePolicy,
  'AWS::IAM::Role': role,
  'AWS::IAM::ServiceLinkedRole': serviceLinkedRole,
  'AWS::IAM::User': user,
  'AWS::IAM::UserToGroupAddition': userToGroupAddition,
};
