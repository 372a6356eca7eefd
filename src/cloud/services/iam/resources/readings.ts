import type { AttachedPolicy, Group, InstanceProfile, Policy, Role, Tag, User } from '@aws-sdk/client-iam';
import type { ResourceCalls, ResourceReading } from '../../../service-kit/contract.ts';
import { allOf, documentOf, present } from '../../../service-kit/resource-reading.ts';
import type { Noun } from './entity-policies.ts';

const byMarker = ['Marker', 'Marker'] as const;

/** IAM writes documents as they stand in an address. */
const decoded = (text: string | undefined) => documentOf(text && decodeURIComponent(text));

const list = <Item>(calls: ResourceCalls, operation: string, items: string, input: object = {}) =>
  allOf<Item>(calls, 'iam', operation, { input, items, token: byMarker });

/** `Policies` and `ManagedPolicyArns` of a role, a user or a group. */
async function policiesOf(noun: Noun, name: string, calls: ResourceCalls) {
  const named = { [`${noun}Name`]: name };
  const names = await list<string>(calls, `List${noun}Policies`, 'PolicyNames', named);
  const Policies: object[] = [];
  for (const PolicyName of names) {
    const input = { ...named, PolicyName };
    const told = await calls.call<{ PolicyDocument?: string }>('iam', `Get${noun}Policy`, input);
    Policies.push({ PolicyName, PolicyDocument: decoded(told.PolicyDocument) });
  }
  const attached = await list<AttachedPolicy>(calls, `ListAttached${noun}Policies`, 'AttachedPolicies', named);
  return { Policies, ManagedPolicyArns: attached.map(({ PolicyArn }) => PolicyArn) };
}

const tagsOf = (tags: readonly Tag[] | undefined) => tags?.map(({ Key, Value }) => ({ Key, Value }));

/** What a role is. */
export const roleReading: ResourceReading = {
  identifiers: ['RoleName'],
  properties: [
    'AssumeRolePolicyDocument',
    'Description',
    'ManagedPolicyArns',
    'MaxSessionDuration',
    'Path',
    'PermissionsBoundary',
    'Policies',
    'RoleName',
    'Tags',
  ],
  async read({ RoleName = '' }, calls) {
    const { Role: role } = await calls.call<{ Role?: Role }>('iam', 'GetRole', { RoleName });
    return present({
      Arn: role?.Arn,
      AssumeRolePolicyDocument: decoded(role?.AssumeRolePolicyDocument),
      Description: role?.Description || undefined,
      MaxSessionDuration: role?.MaxSessionDuration,
      Path: role?.Path,
      PermissionsBoundary: role?.PermissionsBoundary?.PermissionsBoundaryArn,
      RoleId: role?.RoleId,
      RoleName,
      Tags: tagsOf(role?.Tags),
      ...(await policiesOf('Role', RoleName, calls)),
    });
  },
  list: async (calls) => (await list<Role>(calls, 'ListRoles', 'Roles')).map(({ RoleName = '' }) => ({ RoleName })),
};

/** What a user is. */
export const userReading: ResourceReading = {
  identifiers: ['UserName'],
  properties: ['Groups', 'ManagedPolicyArns', 'Path', 'PermissionsBoundary', 'Policies', 'Tags', 'UserName'],
  writeOnly: ['LoginProfile'],
  async read({ UserName = '' }, calls) {
    const { User: user } = await calls.call<{ User?: User }>('iam', 'GetUser', { UserName });
    const groups = await list<Group>(calls, 'ListGroupsForUser', 'Groups', { UserName });
    return present({
      Arn: user?.Arn,
      Groups: groups.map(({ GroupName }) => GroupName),
      Path: user?.Path,
      PermissionsBoundary: user?.PermissionsBoundary?.PermissionsBoundaryArn,
      Tags: tagsOf(user?.Tags),
      UserName,
      ...(await policiesOf('User', UserName, calls)),
    });
  },
  list: async (calls) => (await list<User>(calls, 'ListUsers', 'Users')).map(({ UserName = '' }) => ({ UserName })),
};

/** What a group is. */
export const groupReading: ResourceReading = {
  identifiers: ['GroupName'],
  properties: ['GroupName', 'ManagedPolicyArns', 'Path', 'Policies'],
  async read({ GroupName = '' }, calls) {
    const { Group: group } = await calls.call<{ Group?: Group }>('iam', 'GetGroup', { GroupName });
    return present({ Arn: group?.Arn, GroupName, Path: group?.Path, ...(await policiesOf('Group', GroupName, calls)) });
  },
  list: async (calls) =>
    (await list<Group>(calls, 'ListGroups', 'Groups')).map(({ GroupName = '' }) => ({ GroupName })),
};

/** What a managed policy is. */
export const managedPolicyReading: ResourceReading = {
  identifiers: ['PolicyArn'],
  properties: ['Description', 'Groups', 'ManagedPolicyName', 'Path', 'PolicyDocument', 'Roles', 'Users'],
  async read({ PolicyArn = '' }, calls) {
    const { Policy: policy } = await calls.call<{ Policy?: Policy }>('iam', 'GetPolicy', { PolicyArn });
    const input = { PolicyArn, VersionId: policy?.DefaultVersionId };
    const version = await calls.call<{ PolicyVersion?: { Document?: string } }>('iam', 'GetPolicyVersion', input);
    const users = await calls.call<{
      PolicyGroups?: { GroupName?: string }[];
      PolicyRoles?: { RoleName?: string }[];
      PolicyUsers?: { UserName?: string }[];
    }>('iam', 'ListEntitiesForPolicy', { PolicyArn });
    return present({
      AttachmentCount: policy?.AttachmentCount,
      CreateDate: policy?.CreateDate?.toISOString(),
      DefaultVersionId: policy?.DefaultVersionId,
      Description: policy?.Description || undefined,
      Groups: users.PolicyGroups?.map(({ GroupName }) => GroupName),
      IsAttachable: policy?.IsAttachable,
      ManagedPolicyName: policy?.PolicyName,
      Path: policy?.Path,
      PermissionsBoundaryUsageCount: policy?.PermissionsBoundaryUsageCount,
      PolicyArn,
      PolicyDocument: decoded(version.PolicyVersion?.Document),
      PolicyId: policy?.PolicyId,
      Roles: users.PolicyRoles?.map(({ RoleName }) => RoleName),
      UpdateDate: policy?.UpdateDate?.toISOString(),
      Users: users.PolicyUsers?.map(({ UserName }) => UserName),
    });
  },
  async list(calls) {
    const policies = await list<Policy>(calls, 'ListPolicies', 'Policies', { Scope: 'Local' });
    return policies.map(({ Arn: PolicyArn = '' }) => ({ PolicyArn }));
  },
};

/** What an instance profile is. */
export const instanceProfileReading: ResourceReading = {
  identifiers: ['InstanceProfileName'],
  properties: ['InstanceProfileName', 'Path', 'Roles'],
  async read({ InstanceProfileName = '' }, calls) {
    const asked = { InstanceProfileName };
    const told = await calls.call<{ InstanceProfile?: InstanceProfile }>('iam', 'GetInstanceProfile', asked);
    const { Arn, Path, Roles } = told.InstanceProfile ?? {};
    return present({ Arn, InstanceProfileName, Path, Roles: Roles?.map(({ RoleName }) => RoleName) });
  },
  async list(calls) {
    const profiles = await list<InstanceProfile>(calls, 'ListInstanceProfiles', 'InstanceProfiles');
    return profiles.map(({ InstanceProfileName = '' }) => ({ InstanceProfileName }));
  },
};
