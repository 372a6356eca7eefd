import type * as Iam from '@aws-sdk/client-iam';
import { describeUser, summarizeUser } from '../describe.ts';
import { findUser, keyOf, saveUser } from '../entities.ts';
import { hasAccessKeys, isInGroups, nameTaken } from '../errors.ts';
import { arnOf, uniqueId } from '../ids.ts';
import type { IamOperation, Nothing } from '../operation.ts';
import { paginate } from '../paging.ts';
import { assertAttachable, assertNoPolicies } from '../policies.ts';
import type { User } from '../state.ts';
import { tagsFrom } from '../tags.ts';
import { callingUserName } from './calling-user.ts';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateUser.html */
export const createUser: IamOperation<Iam.CreateUserRequest, Iam.CreateUserResponse> = (state, input, context) => {
  if (input.PermissionsBoundary !== undefined) assertAttachable(input.PermissionsBoundary, state);
  if (state.users.has(keyOf(input.UserName))) throw nameTaken('User', input.UserName);
  const path = input.Path ?? '/';
  const user: User = {
    name: input.UserName,
    id: uniqueId('user', context.random),
    arn: arnOf('user', context.account, path, input.UserName),
    path,
    createdMs: context.clock.now(),
    ...(input.PermissionsBoundary !== undefined && { permissionsBoundary: input.PermissionsBoundary }),
    tags: tagsFrom(input.Tags),
    groups: [],
    inlinePolicies: {},
    attachedPolicies: [],
  };
  saveUser(state, user);
  return { User: describeUser(user) };
};

/** Without a name, the calling user. https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetUser.html */
export const getUser: IamOperation<Iam.GetUserRequest, Iam.GetUserResponse> = (state, input, { caller, account }) => {
  if (input.UserName === undefined && caller.kind === 'root') {
    const CreateDate = new Date(0);
    return { User: { Path: '/', UserName: 'root', UserId: account, Arn: caller.arn, CreateDate } };
  }
  return { User: describeUser(findUser(state, input.UserName ?? callingUserName(caller))) };
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListUsers.html */
export const listUsers: IamOperation<Iam.ListUsersRequest, Iam.ListUsersResponse> = (state, input) => {
  const under = input.PathPrefix ?? '/';
  const users = [...state.users.values()].filter(({ path }) => path.startsWith(under));
  const { items, page } = paginate(users, input, ({ name }) => keyOf(name));
  return { Users: items.map(summarizeUser), ...page };
};

/** Renames and moves; https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateUser.html */
export const updateUser: IamOperation<Iam.UpdateUserRequest, Nothing> = (state, input, { account }) => {
  const user = findUser(state, input.UserName);
  const name = input.NewUserName ?? user.name;
  const path = input.NewPath ?? user.path;
  const isRenamed = keyOf(name) !== keyOf(user.name);
  if (isRenamed && state.users.has(keyOf(name))) throw nameTaken('User', name);
  state.users.delete(keyOf(user.name));
  saveUser(state, { ...user, name, path, arn: arnOf('user', account, path, name) });
  for (const key of [...state.accessKeys.values()]) {
    if (key.userName === user.name) state.accessKeys.set(key.accessKeyId, { ...key, userName: name });
  }
  return {};
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteUser.html */
export const deleteUser: IamOperation<Iam.DeleteUserRequest, Nothing> = (state, input) => {
  const user = findUser(state, input.UserName);
  if ([...state.accessKeys.values()].some(({ userName }) => userName === user.name)) throw hasAccessKeys();
  if (user.groups.length > 0) throw isInGroups();
  assertNoPolicies(user);
  state.users.delete(keyOf(user.name));
  return {};
};
