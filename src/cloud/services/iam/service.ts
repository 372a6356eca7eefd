import { usualFaults } from '../../kernel/faults/fault-model.ts';
import type { Service } from '../../service-kit/contract.ts';
import { emptyOperations } from '../../service-kit/empty-operations.ts';
import { namedBy } from '../../service-kit/resource-of.ts';
import { iamEmptyReads } from './empty-reads.ts';
import * as accessKeys from './operations/access-keys.ts';
import * as accountAlias from './operations/account-alias.ts';
import { getAccountAuthorizationDetails, getAccountSummary } from './operations/account-reports.ts';
import { groupAttachedPolicies, roleAttachedPolicies, userAttachedPolicies } from './operations/attached-policies.ts';
import { createPolicy } from './operations/create-policy.ts';
import { createRole } from './operations/create-role.ts';
import { deletePolicy } from './operations/delete-policy.ts';
import { deleteRole } from './operations/delete-role.ts';
import * as groups from './operations/groups.ts';
import { groupInlinePolicies, roleInlinePolicies, userInlinePolicies } from './operations/inline-policies.ts';
import * as instanceProfiles from './operations/instance-profiles.ts';
import * as loginProfiles from './operations/login-profiles.ts';
import * as mfaDevices from './operations/mfa-devices.ts';
import * as oidcProviders from './operations/oidc-providers.ts';
import * as otherCredentials from './operations/other-credentials.ts';
import * as passwordPolicy from './operations/password-policy.ts';
import { rolePermissionsBoundary, userPermissionsBoundary } from './operations/permissions-boundaries.ts';
import * as policyVersions from './operations/policy-versions.ts';
import { getPolicy, listEntitiesForPolicy, listPolicies } from './operations/read-policies.ts';
import { getRole, listRoles } from './operations/read-roles.ts';
import * as samlProviders from './operations/saml-providers.ts';
import * as serviceLinkedRoles from './operations/service-linked-roles.ts';
import { simulateCustomPolicy, simulatePrincipalPolicy } from './operations/simulations.ts';
import {
  instanceProfileTags,
  mfaDeviceTags,
  oidcProviderTags,
  policyTags,
  roleTags,
  samlProviderTags,
  userTags,
} from './operations/tags.ts';
import { updateAssumeRolePolicy, updateRole, updateRoleDescription } from './operations/update-role.ts';
import * as users from './operations/users.ts';
import { iamResources } from './resources/resources.ts';
import { iamShapes } from './shapes.ts';
import { type IamState, openIamState } from './state.ts';

/** Identity and Access Management: roles, users, groups and the policies on them; one state for all regions. */
export const iam: Service<IamState, undefined> = {
  name: 'iam',
  title: 'IAM',
  faults: usualFaults,
  exploredState: { none: 'policies and roles are deployed before a run' },
  scope: 'account',
  state: openIamState,
  shapes: iamShapes,
  wording: { code: 'ValidationError' },
  operations: {
    CreateRole: createRole,
    GetRole: getRole,
    ListRoles: listRoles,
    UpdateRole: updateRole,
    UpdateRoleDescription: updateRoleDescription,
    UpdateAssumeRolePolicy: updateAssumeRolePolicy,
    DeleteRole: deleteRole,
    PutRolePermissionsBoundary: rolePermissionsBoundary.put,
    DeleteRolePermissionsBoundary: rolePermissionsBoundary.remove,
    TagRole: roleTags.tag,
    UntagRole: roleTags.untag,
    ListRoleTags: roleTags.list,
    PutRolePolicy: roleInlinePolicies.put,
    GetRolePolicy: roleInlinePolicies.get,
    ListRolePolicies: roleInlinePolicies.list,
    DeleteRolePolicy: roleInlinePolicies.remove,
    AttachRolePolicy: roleAttachedPolicies.attach,
    DetachRolePolicy: roleAttachedPolicies.detach,
    ListAttachedRolePolicies: roleAttachedPolicies.list,

    CreateServiceLinkedRole: serviceLinkedRoles.createServiceLinkedRole,
    DeleteServiceLinkedRole: serviceLinkedRoles.deleteServiceLinkedRole,
    GetServiceLinkedRoleDeletionStatus: serviceLinkedRoles.getServiceLinkedRoleDeletionStatus,

    CreatePolicy: createPolicy,
    GetPolicy: getPolicy,
    ListPolicies: listPolicies,
    ListEntitiesForPolicy: listEntitiesForPolicy,
    DeletePolicy: deletePolicy,
    CreatePolicyVersion: policyVersions.createPolicyVersion,
    GetPolicyVersion: policyVersions.getPolicyVersion,
    ListPolicyVersions: policyVersions.listPolicyVersions,
    SetDefaultPolicyVersion: policyVersions.setDefaultPolicyVersion,
    DeletePolicyVersion: policyVersions.deletePolicyVersion,
    TagPolicy: policyTags.tag,
    UntagPolicy: policyTags.untag,
    ListPolicyTags: policyTags.list,

    CreateUser: users.createUser,
    GetUser: users.getUser,
    ListUsers: users.listUsers,
    UpdateUser: users.updateUser,
    DeleteUser: users.deleteUser,
    PutUserPermissionsBoundary: userPermissionsBoundary.put,
    DeleteUserPermissionsBoundary: userPermissionsBoundary.remove,
    TagUser: userTags.tag,
    UntagUser: userTags.untag,
    ListUserTags: userTags.list,
    PutUserPolicy: userInlinePolicies.put,
    GetUserPolicy: userInlinePolicies.get,
    ListUserPolicies: userInlinePolicies.list,
    DeleteUserPolicy: userInlinePolicies.remove,
    AttachUserPolicy: userAttachedPolicies.attach,
    DetachUserPolicy: userAttachedPolicies.detach,
    ListAttachedUserPolicies: userAttachedPolicies.list,

    CreateAccessKey: accessKeys.createAccessKey,
    ListAccessKeys: accessKeys.listAccessKeys,
    GetAccessKeyLastUsed: accessKeys.getAccessKeyLastUsed,
    UpdateAccessKey: accessKeys.updateAccessKey,
    DeleteAccessKey: accessKeys.deleteAccessKey,

    CreateGroup: groups.createGroup,
    GetGroup: groups.getGroup,
    ListGroups: groups.listGroups,
    UpdateGroup: groups.updateGroup,
    DeleteGroup: groups.deleteGroup,
    AddUserToGroup: groups.addUserToGroup,
    RemoveUserFromGroup: groups.removeUserFromGroup,
    ListGroupsForUser: groups.listGroupsForUser,
    PutGroupPolicy: groupInlinePolicies.put,
    GetGroupPolicy: groupInlinePolicies.get,
    ListGroupPolicies: groupInlinePolicies.list,
    DeleteGroupPolicy: groupInlinePolicies.remove,
    AttachGroupPolicy: groupAttachedPolicies.attach,
    DetachGroupPolicy: groupAttachedPolicies.detach,
    ListAttachedGroupPolicies: groupAttachedPolicies.list,

    CreateInstanceProfile: instanceProfiles.createInstanceProfile,
    GetInstanceProfile: instanceProfiles.getInstanceProfile,
    ListInstanceProfiles: instanceProfiles.listInstanceProfiles,
    ListInstanceProfilesForRole: instanceProfiles.listInstanceProfilesForRole,
    DeleteInstanceProfile: instanceProfiles.deleteInstanceProfile,
    AddRoleToInstanceProfile: instanceProfiles.addRoleToInstanceProfile,
    RemoveRoleFromInstanceProfile: instanceProfiles.removeRoleFromInstanceProfile,
    TagInstanceProfile: instanceProfileTags.tag,
    UntagInstanceProfile: instanceProfileTags.untag,
    ListInstanceProfileTags: instanceProfileTags.list,

    CreateOpenIDConnectProvider: oidcProviders.createOidcProvider,
    GetOpenIDConnectProvider: oidcProviders.getOidcProvider,
    ListOpenIDConnectProviders: oidcProviders.listOidcProviders,
    DeleteOpenIDConnectProvider: oidcProviders.deleteOidcProvider,
    UpdateOpenIDConnectProviderThumbprint: oidcProviders.updateOidcThumbprint,
    AddClientIDToOpenIDConnectProvider: oidcProviders.addOidcClientId,
    RemoveClientIDFromOpenIDConnectProvider: oidcProviders.removeOidcClientId,
    TagOpenIDConnectProvider: oidcProviderTags.tag,
    UntagOpenIDConnectProvider: oidcProviderTags.untag,
    ListOpenIDConnectProviderTags: oidcProviderTags.list,

    CreateSAMLProvider: samlProviders.createSamlProvider,
    GetSAMLProvider: samlProviders.getSamlProvider,
    ListSAMLProviders: samlProviders.listSamlProviders,
    UpdateSAMLProvider: samlProviders.updateSamlProvider,
    DeleteSAMLProvider: samlProviders.deleteSamlProvider,
    TagSAMLProvider: samlProviderTags.tag,
    UntagSAMLProvider: samlProviderTags.untag,
    ListSAMLProviderTags: samlProviderTags.list,

    CreateVirtualMFADevice: mfaDevices.createVirtualMfaDevice,
    DeleteVirtualMFADevice: mfaDevices.deleteVirtualMfaDevice,
    EnableMFADevice: mfaDevices.enableMfaDevice,
    DeactivateMFADevice: mfaDevices.deactivateMfaDevice,
    ResyncMFADevice: mfaDevices.resyncMfaDevice,
    VerifyMfaCode: mfaDevices.verifyMfaCode,
    ListMFADevices: mfaDevices.listMfaDevices,
    ListSSHPublicKeys: otherCredentials.listSshPublicKeys,
    ListSigningCertificates: otherCredentials.listSigningCertificates,
    ListServiceSpecificCredentials: otherCredentials.listServiceSpecificCredentials,
    ListVirtualMFADevices: mfaDevices.listVirtualMfaDevices,
    TagMFADevice: mfaDeviceTags.tag,
    UntagMFADevice: mfaDeviceTags.untag,
    ListMFADeviceTags: mfaDeviceTags.list,

    UpdateAccountPasswordPolicy: passwordPolicy.updateAccountPasswordPolicy,
    GetAccountPasswordPolicy: passwordPolicy.getAccountPasswordPolicy,
    DeleteAccountPasswordPolicy: passwordPolicy.deleteAccountPasswordPolicy,

    CreateLoginProfile: loginProfiles.createLoginProfile,
    GetLoginProfile: loginProfiles.getLoginProfile,
    UpdateLoginProfile: loginProfiles.updateLoginProfile,
    DeleteLoginProfile: loginProfiles.deleteLoginProfile,

    SimulateCustomPolicy: simulateCustomPolicy,
    SimulatePrincipalPolicy: simulatePrincipalPolicy,
    GetAccountSummary: getAccountSummary,
    GetAccountAuthorizationDetails: getAccountAuthorizationDetails,
    CreateAccountAlias: accountAlias.createAccountAlias,
    ListAccountAliases: accountAlias.listAccountAliases,
    DeleteAccountAlias: accountAlias.deleteAccountAlias,
    ...emptyOperations('iam', iamEmptyReads),
  },
  emptyReads: iamEmptyReads,
  resourceOf: namedBy('RoleName', 'UserName', 'GroupName', 'PolicyArn'),
  resources: iamResources,
};
