import type * as Iam from '@aws-sdk/client-iam';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { tagList } from '../../../service-kit/tags.ts';
import {
  attachedTo,
  boundaryUses,
  describeGroup,
  describeInstanceProfile,
  describeRole,
  describeUser,
  encodeDocument,
  summarizePolicy,
} from '../entities/describe.ts';
import { paginate } from '../paging.ts';
import { policyNameOf } from '../policies/policies.ts';
import type { Entity, IamState, ManagedPolicy, Role, User } from '../state.ts';

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const quotas = {
  AccessKeysPerUserQuota: 2,
  AssumeRolePolicySizeQuota: 2048,
  AttachedPoliciesPerGroupQuota: 10,
  AttachedPoliciesPerRoleQuota: 10,
  AttachedPoliciesPerUserQuota: 10,
  GroupPolicySizeQuota: 5120,
  GroupsPerUserQuota: 10,
  GroupsQuota: 300,
  InstanceProfilesQuota: 1000,
  PoliciesQuota: 1500,
  PolicySizeQuota: 6144,
  PolicyVersionsInUseQuota: 10_000,
  RolePolicySizeQuota: 10_240,
  RolesQuota: 1000,
  ServerCertificatesQuota: 20,
  SigningCertificatesPerUserQuota: 2,
  UserPolicySizeQuota: 2048,
  UsersQuota: 5000,
  VersionsPerPolicyQuota: 5,
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountSummary.html */
export const getAccountSummary: Operation<object, Iam.GetAccountSummaryResponse, IamState> = (state) => ({
  SummaryMap: {
    ...quotas,
    AccountAccessKeysPresent: 0,
    AccountMFAEnabled: 0,
    AccountPasswordPresent: 1,
    AccountSigningCertificatesPresent: 0,
    GlobalEndpointTokenVersion: 1,
    Groups: state.groups.size,
    InstanceProfiles: state.instanceProfiles.size,
    MFADevices: state.mfaDevices.size,
    MFADevicesInUse: [...state.mfaDevices.values()].filter(({ userName }) => userName !== undefined).length,
    Policies: state.policies.size,
    PolicyVersionsInUse: [...state.policies.values()].reduce((sum, { versions }) => sum + versions.length, 0),
    Providers: state.oidcProviders.size + state.samlProviders.size,
    Roles: state.roles.size,
    ServerCertificates: 0,
    Users: state.users.size,
  },
});

type Detail =
  | { readonly kind: 'User'; readonly entity: User }
  | { readonly kind: 'Group'; readonly entity: Entity }
  | { readonly kind: 'Role'; readonly entity: Role }
  | { readonly kind: 'LocalManagedPolicy'; readonly policy: ManagedPolicy };

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html */
export const getAccountAuthorizationDetails: Operation<
  Given<Iam.GetAccountAuthorizationDetailsRequest>,
  Iam.GetAccountAuthorizationDetailsResponse,
  IamState
> = (state, input) => {
  const wanted = input.Filter?.length ? input.Filter : undefined;
  const details = [...detailsOf(state)].filter(({ kind }) => wanted?.includes(kind) ?? true);
  const { items, page } = paginate(details, input, nameOf);
  return {
    UserDetailList: items.flatMap((item) => (item.kind === 'User' ? [userDetail(item.entity)] : [])),
    GroupDetailList: items.flatMap((item) => (item.kind === 'Group' ? [groupDetail(item.entity)] : [])),
    RoleDetailList: items.flatMap((item) => (item.kind === 'Role' ? [roleDetail(item.entity, state)] : [])),
    Policies: items.flatMap((item) => (item.kind === 'LocalManagedPolicy' ? [policyDetail(item.policy, state)] : [])),
    ...page,
  };
};

function* detailsOf(state: IamState): Generator<Detail> {
  for (const entity of state.users.values()) yield { kind: 'User', entity };
  for (const entity of state.groups.values()) yield { kind: 'Group', entity };
  for (const entity of state.roles.values()) yield { kind: 'Role', entity };
  for (const policy of state.policies.values()) yield { kind: 'LocalManagedPolicy', policy };
}

const nameOf = (detail: Detail): string =>
  `${detail.kind}/${'policy' in detail ? detail.policy.arn : detail.entity.arn}`;

const inlineOf = ({ inlinePolicies }: Entity): Iam.PolicyDetail[] =>
  Object.entries(inlinePolicies).map(([PolicyName, document]) => ({
    PolicyName,
    PolicyDocument: encodeDocument(document),
  }));

const attachedOf = ({ attachedPolicies }: Entity): Iam.AttachedPolicy[] =>
  attachedPolicies.map((PolicyArn) => ({ PolicyName: policyNameOf(PolicyArn), PolicyArn }));

const userDetail = (user: User): Iam.UserDetail => ({
  ...describeUser(user),
  UserPolicyList: inlineOf(user),
  GroupList: [...user.groups],
  AttachedManagedPolicies: attachedOf(user),
  Tags: tagList(user.tags),
});

const groupDetail = (group: Entity): Iam.GroupDetail => ({
  ...describeGroup(group),
  GroupPolicyList: inlineOf(group),
  AttachedManagedPolicies: attachedOf(group),
});

function roleDetail(role: Role, state: IamState): Iam.RoleDetail {
  const { Description: _text, MaxSessionDuration: _seconds, ...described } = describeRole(role);
  const profiles = [...state.instanceProfiles.values()].filter(({ roleName }) => roleName === role.name);
  return {
    ...described,
    InstanceProfileList: profiles.map((profile) => describeInstanceProfile(profile, state)),
    RolePolicyList: inlineOf(role),
    AttachedManagedPolicies: attachedOf(role),
    Tags: tagList(role.tags),
    RoleLastUsed: {},
  };
}

const policyDetail = (policy: ManagedPolicy, state: IamState): Iam.ManagedPolicyDetail => ({
  ...summarizePolicy(policy, state),
  AttachmentCount: [...attachedTo(policy.arn, state)].length,
  PermissionsBoundaryUsageCount: boundaryUses(policy.arn, state),
  PolicyVersionList: policy.versions.toReversed().map(({ versionId, document, createdMs }) => ({
    Document: encodeDocument(document),
    VersionId: versionId,
    IsDefaultVersion: versionId === policy.defaultVersionId,
    CreateDate: new Date(createdMs),
  })),
});
