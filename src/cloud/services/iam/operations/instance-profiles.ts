import type * as Iam from '@aws-sdk/client-iam';
import { raise } from '../../../kernel/errors.ts';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { describeInstanceProfile } from '../entities/describe.ts';
import { findRole, keyOf } from '../entities/entities.ts';
import { arnOf, uniqueId } from '../entities/ids.ts';
import {
  instanceProfileNotFound,
  instanceProfileTaken,
  isInInstanceProfile,
  limitExceeded,
  nameNotFound,
} from '../errors.ts';
import { paginate } from '../paging.ts';
import type { IamState, InstanceProfile } from '../state.ts';
import { tagsFrom } from '../tags.ts';

/**
 * A profile without a role; names are unique regardless of case.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateInstanceProfile.html
 */
export const createInstanceProfile: Operation<
  Given<Iam.CreateInstanceProfileRequest>,
  Iam.CreateInstanceProfileResponse,
  IamState
> = (state, input, context) => {
  const name = input.InstanceProfileName;
  if (state.instanceProfiles.has(keyOf(name))) throw instanceProfileTaken(name);
  const path = input.Path ?? '/';
  const profile: InstanceProfile = {
    name,
    id: uniqueId('instance-profile', context.random),
    arn: arnOf('instance-profile', context.account, path, name),
    path,
    createdMs: context.clock.now(),
    tags: tagsFrom(input.Tags),
  };
  save(state, profile);
  return { InstanceProfile: describeInstanceProfile(profile, state) };
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetInstanceProfile.html */
export const getInstanceProfile: Operation<
  Given<Iam.GetInstanceProfileRequest>,
  Iam.GetInstanceProfileResponse,
  IamState
> = (state, input) => ({ InstanceProfile: describeInstanceProfile(find(state, input.InstanceProfileName), state) });

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListInstanceProfiles.html */
export const listInstanceProfiles: Operation<
  Given<Iam.ListInstanceProfilesRequest>,
  Iam.ListInstanceProfilesResponse,
  IamState
> = (state, input) => {
  const under = input.PathPrefix ?? '/';
  const profiles = [...state.instanceProfiles.values()].filter(({ path }) => path.startsWith(under));
  const { items, page } = paginate(profiles, input, ({ name }) => keyOf(name));
  return { InstanceProfiles: items.map((profile) => describeInstanceProfile(profile, state)), ...page };
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListInstanceProfilesForRole.html */
export const listInstanceProfilesForRole: Operation<
  Given<Iam.ListInstanceProfilesForRoleRequest>,
  Iam.ListInstanceProfilesForRoleResponse,
  IamState
> = (state, input) => {
  const role = findRole(state, input.RoleName);
  const profiles = [...state.instanceProfiles.values()].filter(({ roleName }) => roleName === role.name);
  const { items, page } = paginate(profiles, input, ({ name }) => keyOf(name));
  return { InstanceProfiles: items.map((profile) => describeInstanceProfile(profile, state)), ...page };
};

/**
 * Throws DeleteConflict while it carries a role.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteInstanceProfile.html
 */
export const deleteInstanceProfile: Operation<Given<Iam.DeleteInstanceProfileRequest>, object, IamState> = (
  state,
  input,
) => {
  const profile = find(state, input.InstanceProfileName);
  if (profile.roleName !== undefined) throw isInInstanceProfile();
  state.instanceProfiles.delete(keyOf(profile.name));
  return {};
};

/**
 * A profile carries one role at the most. Throws LimitExceeded.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_AddRoleToInstanceProfile.html
 */
export const addRoleToInstanceProfile: Operation<Given<Iam.AddRoleToInstanceProfileRequest>, object, IamState> = (
  state,
  input,
) => {
  const profile = find(state, input.InstanceProfileName);
  const role = findRole(state, input.RoleName);
  if (profile.roleName !== undefined)
    throw limitExceeded('Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1');
  save(state, { ...profile, roleName: role.name });
  return {};
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_RemoveRoleFromInstanceProfile.html */
export const removeRoleFromInstanceProfile: Operation<
  Given<Iam.RemoveRoleFromInstanceProfileRequest>,
  object,
  IamState
> = (state, input) => {
  const { roleName, ...profile } = find(state, input.InstanceProfileName);
  if (roleName !== findRole(state, input.RoleName).name) throw nameNotFound('role', input.RoleName);
  save(state, profile);
  return {};
};

const find = (state: IamState, name: string): InstanceProfile =>
  state.instanceProfiles.get(keyOf(name)) ?? raise(instanceProfileNotFound(name));

const save = (state: IamState, profile: InstanceProfile): void =>
  state.instanceProfiles.set(keyOf(profile.name), profile);
