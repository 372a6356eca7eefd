import type * as Iam from '@aws-sdk/client-iam';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { describeGroup, summarizeUser } from '../entities/describe.ts';
import { findGroup, findUser, groupKind, keyOf, saveEntity, saveUser } from '../entities/entities.ts';
import { arnOf, uniqueId } from '../entities/ids.ts';
import { isInGroups, nameTaken } from '../errors.ts';
import { paginate } from '../paging.ts';
import { assertNoPolicies } from '../policies/policies.ts';
import type { Group, IamState, User } from '../state.ts';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateGroup.html */
export const createGroup: Operation<Given<Iam.CreateGroupRequest>, Iam.CreateGroupResponse, IamState> = (
  state,
  input,
  context,
) => {
  if (state.groups.has(keyOf(input.GroupName))) throw nameTaken('Group', input.GroupName);
  const path = input.Path ?? '/';
  const group: Group = {
    name: input.GroupName,
    id: uniqueId('group', context.random),
    arn: arnOf('group', context.account, path, input.GroupName),
    path,
    createdMs: context.clock.now(),
    inlinePolicies: {},
    attachedPolicies: [],
  };
  saveEntity(groupKind, state, group);
  return { Group: describeGroup(group) };
};

/** With its members. https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetGroup.html */
export const getGroup: Operation<Given<Iam.GetGroupRequest>, Iam.GetGroupResponse, IamState> = (state, input) => {
  const group = findGroup(state, input.GroupName);
  const { items, page } = paginate(membersOf(group, state), input, ({ name }) => keyOf(name));
  return { Group: describeGroup(group), Users: items.map(summarizeUser), ...page };
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListGroups.html */
export const listGroups: Operation<Given<Iam.ListGroupsRequest>, Iam.ListGroupsResponse, IamState> = (state, input) => {
  const under = input.PathPrefix ?? '/';
  const groups = [...state.groups.values()].filter(({ path }) => path.startsWith(under));
  const { items, page } = paginate(groups, input, ({ name }) => keyOf(name));
  return { Groups: items.map(describeGroup), ...page };
};

/** Renames and moves; https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateGroup.html */
export const updateGroup: Operation<Given<Iam.UpdateGroupRequest>, object, IamState> = (state, input, { account }) => {
  const group = findGroup(state, input.GroupName);
  const { NewGroupName: name = group.name, NewPath: path = group.path } = input;
  if (keyOf(name) !== keyOf(group.name) && state.groups.has(keyOf(name))) throw nameTaken('Group', name);
  for (const user of membersOf(group, state)) {
    saveUser(state, { ...user, groups: user.groups.map((each) => (each === group.name ? name : each)) });
  }
  state.groups.delete(keyOf(group.name));
  saveEntity(groupKind, state, { ...group, name, path, arn: arnOf('group', account, path, name) });
  return {};
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteGroup.html */
export const deleteGroup: Operation<Given<Iam.DeleteGroupRequest>, object, IamState> = (state, input) => {
  const group = findGroup(state, input.GroupName);
  if (membersOf(group, state).length > 0) throw isInGroups();
  assertNoPolicies(group);
  state.groups.delete(keyOf(group.name));
  return {};
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_AddUserToGroup.html */
export const addUserToGroup: Operation<Given<Iam.AddUserToGroupRequest>, object, IamState> = (state, input) => {
  const group = findGroup(state, input.GroupName);
  const user = findUser(state, input.UserName);
  if (!user.groups.includes(group.name)) saveUser(state, { ...user, groups: [...user.groups, group.name] });
  return {};
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_RemoveUserFromGroup.html */
export const removeUserFromGroup: Operation<Given<Iam.RemoveUserFromGroupRequest>, object, IamState> = (
  state,
  input,
) => {
  const group = findGroup(state, input.GroupName);
  const user = findUser(state, input.UserName);
  saveUser(state, { ...user, groups: user.groups.filter((name) => name !== group.name) });
  return {};
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListGroupsForUser.html */
export const listGroupsForUser: Operation<
  Given<Iam.ListGroupsForUserRequest>,
  Iam.ListGroupsForUserResponse,
  IamState
> = (state, input) => {
  const groups = findUser(state, input.UserName).groups.map((name) => findGroup(state, name));
  const { items, page } = paginate(groups, input, ({ name }) => keyOf(name));
  return { Groups: items.map(describeGroup), ...page };
};

const membersOf = (group: Group, state: IamState): User[] =>
  [...state.users.values()].filter(({ groups }) => groups.includes(group.name));
