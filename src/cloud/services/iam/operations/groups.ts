import type * as Iam from '@aws-sdk/client-iam';
import { describeGroup, summarizeUser } from '../describe.ts';
import { findGroup, findUser, groupKind, keyOf, saveEntity, saveUser } from '../entities.ts';
import { isInGroups, nameTaken } from '../errors.ts';
import { arnOf, uniqueId } from '../ids.ts';
import type { IamOperation, Nothing } from '../operation.ts';
import { paginate } from '../paging.ts';
import { assertNoPolicies } from '../policies.ts';
import type { Group, IamState, User } from '../state.ts';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateGroup.html */
export const createGroup: IamOperation<Iam.CreateGroupRequest, Iam.CreateGroupResponse> = (state, input, context) => {
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
export const getGroup: IamOperation<Iam.GetGroupRequest, Iam.GetGroupResponse> = (state, input) => {
  const group = findGroup(state, input.GroupName);
  const { items, page } = paginate(membersOf(group, state), input, ({ name }) => keyOf(name));
  return { Group: describeGroup(group), Users: items.map(summarizeUser), ...page };
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListGroups.html */
export const listGroups: IamOperation<Iam.ListGroupsRequest, Iam.ListGroupsResponse> = (state, input) => {
  const under = input.PathPrefix ?? '/';
  const groups = [...state.groups.values()].filter(({ path }) => path.startsWith(under));
  const { items, page } = paginate(groups, input, ({ name }) => keyOf(name));
  return { Groups: items.map(describeGroup), ...page };
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteGroup.html */
export const deleteGroup: IamOperation<Iam.DeleteGroupRequest, Nothing> = (state, input) => {
  const group = findGroup(state, input.GroupName);
  if (membersOf(group, state).length > 0) throw isInGroups();
  assertNoPolicies(group);
  state.groups.delete(keyOf(group.name));
  return {};
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_AddUserToGroup.html */
export const addUserToGroup: IamOperation<Iam.AddUserToGroupRequest, Nothing> = (state, input) => {
  const group = findGroup(state, input.GroupName);
  const user = findUser(state, input.UserName);
  if (!user.groups.includes(group.name)) saveUser(state, { ...user, groups: [...user.groups, group.name] });
  return {};
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_RemoveUserFromGroup.html */
export const removeUserFromGroup: IamOperation<Iam.RemoveUserFromGroupRequest, Nothing> = (state, input) => {
  const group = findGroup(state, input.GroupName);
  const user = findUser(state, input.UserName);
  saveUser(state, { ...user, groups: user.groups.filter((name) => name !== group.name) });
  return {};
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListGroupsForUser.html */
export const listGroupsForUser: IamOperation<Iam.ListGroupsForUserRequest, Iam.ListGroupsForUserResponse> = (
  state,
  input,
) => {
  const groups = findUser(state, input.UserName).groups.map((name) => findGroup(state, name));
  const { items, page } = paginate(groups, input, ({ name }) => keyOf(name));
  return { Groups: items.map(describeGroup), ...page };
};

const membersOf = (group: Group, state: IamState): User[] =>
  [...state.users.values()].filter(({ groups }) => groups.includes(group.name));
