import type { ResourceType } from '../../../service-kit/contract.ts';
import { resourceTypes } from '../../../service-kit/resource-type.ts';
import { accessKey } from './access-key.ts';
import { group } from './group.ts';
import { inlinePolicy } from './inline-policy.ts';
import { instanceProfile } from './instance-profile.ts';
import { managedPolicy } from './managed-policy.ts';
import { oidcProvider } from './oidc-provider.ts';
import { role } from './role.ts';
import { samlProvider } from './saml-provider.ts';
import { serviceLinkedRole } from './service-linked-role.ts';
import { user } from './user.ts';
import { userToGroupAddition } from './user-to-group-addition.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/AWS_IAM.html */
export const iamResources: Readonly<Record<string, ResourceType>> = resourceTypes(
  accessKey,
  group,
  inlinePolicy,
  instanceProfile,
  managedPolicy,
  oidcProvider,
  role,
  samlProvider,
  serviceLinkedRole,
  user,
  userToGroupAddition,
);
