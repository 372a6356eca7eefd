import type * as Iam from '@aws-sdk/client-iam';
import { tagList } from '../../../service-kit/tags.ts';
import type { Entity, Group, IamState, InstanceProfile, ManagedPolicy, Role, User } from '../state.ts';
import { allEntities } from './entities.ts';

/** Documents travel percent-encoded in every answer, as RFC 3986 has it. */
export const encodeDocument = (document: string): string =>
  encodeURIComponent(document).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

/** AWS's answers say `Policy`, whatever its documentation and the SDK's types say. */
const boundaryType: string = 'Policy';

const boundary = (arn: string): Iam.AttachedPermissionsBoundary => ({
  PermissionsBoundaryType: boundaryType as Iam.PermissionsBoundaryAttachmentType,
  PermissionsBoundaryArn: arn,
});

/** A role as lists show it: without tags and boundary, which only `GetRole` tells. */
export const summarizeRole = (role: Role): Iam.Role => ({
  Path: role.path,
  RoleName: role.name,
  RoleId: role.id,
  Arn: role.arn,
  CreateDate: new Date(role.createdMs),
  AssumeRolePolicyDocument: encodeDocument(role.trustPolicy),
  ...(role.description !== undefined && { Description: role.description }),
  MaxSessionDuration: role.maxSessionSeconds,
});

/** As `CreateRole` tells it: without the duration of its sessions. */
export const describeNewRole = (role: Role): Iam.Role => {
  const { MaxSessionDuration: _seconds, ...described } = describeRole(role);
  return described;
};

/** As `GetRole` tells it. */
export const describeRole = (role: Role): Iam.Role => ({
  ...summarizeRole(role),
  ...(role.permissionsBoundary !== undefined && { PermissionsBoundary: boundary(role.permissionsBoundary) }),
  ...tagsOf(role),
});

/** A user as lists show it. */
export const summarizeUser = (user: User): Iam.User => ({
  Path: user.path,
  UserName: user.name,
  UserId: user.id,
  Arn: user.arn,
  CreateDate: new Date(user.createdMs),
});

/** As `GetUser` and `CreateUser` tell it: with boundary and tags. */
export const describeUser = (user: User): Iam.User => ({
  ...summarizeUser(user),
  ...(user.permissionsBoundary !== undefined && { PermissionsBoundary: boundary(user.permissionsBoundary) }),
  ...tagsOf(user),
});

/** Groups have neither boundary nor tags. */
export const describeGroup = (group: Group): Iam.Group => ({
  Path: group.path,
  GroupName: group.name,
  GroupId: group.id,
  Arn: group.arn,
  CreateDate: new Date(group.createdMs),
});

/** A policy as lists show it: without description and tags. */
export const summarizePolicy = (policy: ManagedPolicy, state: IamState): Iam.Policy => ({
  PolicyName: policy.name,
  PolicyId: policy.id,
  Arn: policy.arn,
  Path: policy.path,
  DefaultVersionId: policy.defaultVersionId,
  AttachmentCount: [...attachedTo(policy.arn, state)].length,
  PermissionsBoundaryUsageCount: boundaryUses(policy.arn, state),
  IsAttachable: true,
  CreateDate: new Date(policy.createdMs),
  UpdateDate: new Date(policy.updatedMs),
});

/** As `GetPolicy` tells it. */
export const describePolicy = (policy: ManagedPolicy, state: IamState): Iam.Policy => ({
  ...summarizePolicy(policy, state),
  ...(policy.description !== undefined && { Description: policy.description }),
  Tags: tagList(policy.tags),
});

/** With the role that it carries, if that is still there. */
export const describeInstanceProfile = (profile: InstanceProfile, state: IamState): Iam.InstanceProfile => {
  const role = profile.roleName === undefined ? undefined : state.roles.get(profile.roleName.toLowerCase());
  return {
    Path: profile.path,
    InstanceProfileName: profile.name,
    InstanceProfileId: profile.id,
    Arn: profile.arn,
    CreateDate: new Date(profile.createdMs),
    Roles: role ? [summarizeRole(role)] : [],
    ...tagsOf(profile),
  };
};

/** AWS leaves the member out where there are no tags. */
const tagsOf = ({ tags }: { readonly tags: Role['tags'] }) =>
  Object.keys(tags).length > 0 ? { Tags: tagList(tags) } : {};

/** The roles, users and groups that a managed policy is attached to. */
export function* attachedTo(
  arn: string,
  state: IamState,
): Generator<{ readonly noun: string; readonly entity: Entity }> {
  for (const { noun, entity } of allEntities(state)) {
    if (entity.attachedPolicies.includes(arn)) yield { noun, entity };
  }
}

/** How many roles and users a policy bounds. */
export function boundaryUses(arn: string, state: IamState): number {
  const bounded = [...state.roles.values(), ...state.users.values()];
  return bounded.filter(({ permissionsBoundary }) => permissionsBoundary === arn).length;
}
