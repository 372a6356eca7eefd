import type * as Iam from '@aws-sdk/client-iam';
import { raise } from '../../../kernel/errors.ts';
import { describeInstanceProfile } from '../describe.ts';
import { findRole, keyOf } from '../entities.ts';
import {
  instanceProfileNotFound,
  instanceProfileTaken,
  isInInstanceProfile,
  limitExceeded,
  nameNotFound,
} from '../errors.ts';
import { arnOf, uniqueId } from '../ids.ts';
import type { IamOperation, Nothing } from '../operation.ts';
import { paginate } from '../paging.ts';
import type { IamState, InstanceProfile } from '../state.ts';
import { tagsFrom } from '../tags.ts';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateInstanceProfile.html */
export const createInstanceProfile: IamOperation<
  Iam.CreateInstanceProfileRequest,
  Iam.CreateInstanceProfileResponse
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
export const getInstanceProfile: IamOperation<Iam.GetInstanceProfileRequest, Iam.GetInstanceProfileResponse> = (
  state,
  input,
) => ({ InstanceProfile: describeInstanceProfile(find(state, input.InstanceProfileName), state) });

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListInstanceProfiles.html */
export const listInstanceProfiles: IamOperation<Iam.ListInstanceProfilesRequest, Iam.ListInstanceProfilesResponse> = (
  state,
  input,
) => {
  const under = input.PathPrefix ?? '/';
  const profiles = [...state.instanceProfiles.values()].filter(({ path }) => path.startsWith(under));
  const { items, page } = paginate(profiles, input, ({ name }) => keyOf(name));
  return { InstanceProfiles: items.map((profile) => describeInstanceProfile(profile, state)), ...page };
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListInstanceProfilesForRole.html */
export const listInstanceProfilesForRole: IamOperation<
  Iam.ListInstanceProfilesForRoleRequest,
  Iam.ListInstanceProfilesForRoleResponse
> = (state, input) => {
  const role = findRole(state, input.RoleName);
  const profiles = [...state.instanceProfiles.values()].filter(({ roleName }) => roleName === role.name);
  const { items, page } = paginate(profiles, input, ({ name }) => keyOf(name));
  return { InstanceProfiles: items.map((profile) => describeInstanceProfile(profile, state)), ...page };
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteInstanceProfile.html */
export const deleteInstanceProfile: IamOperation<Iam.DeleteInstanceProfileRequest, Nothing> = (state, input) => {
  const profile = find(state, input.InstanceProfileName);
  if (profile.roleName !== undefined) throw isInInstanceProfile();
  state.instanceProfiles.delete(keyOf(profile.name));
  return {};
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_AddRoleToInstanceProfile.html */
export const addRoleToInstanceProfile: IamOperation<Iam.AddRoleToInstanceProfileRequest, Nothing> = (state, input) => {
  const profile = find(state, input.InstanceProfileName);
  const role = findRole(state, input.RoleName);
  if (profile.roleName !== undefined)
    throw limitExceeded('Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1');
  save(state, { ...profile, roleName: role.name });
  return {};
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_RemoveRoleFromInstanceProfile.html */
export const removeRoleFromInstanceProfile: IamOperation<Iam.RemoveRoleFromInstanceProfileRequest, Nothing> = (
  state,
  input,
) => {
  const { roleName, ...profile } = find(state, input.InstanceProfileName);
  if (roleName !== findRole(state, input.RoleName).name) throw nameNotFound('role', input.RoleName);
  save(state, profile);
  return {};
};

const find = (state: IamState, name: string): InstanceProfile =>
  state.instanceProfiles.get(keyOf(name)) ?? raise(instanceProfileNotFound(name));

const save = (state: IamState, profile: InstanceProfile): void =>
  state.instanceProfiles.set(keyOf(profile.name), profile);
