import type * as Iam from '@aws-sdk/client-iam';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { withoutAwsTags } from '../../../service-kit/tags.ts';
import { describeUser, summarizeUser } from '../entities/describe.ts';
import { findUser, keyOf, saveUser } from '../entities/entities.ts';
import { arnOf, uniqueId } from '../entities/ids.ts';
import { hasAccessKeys, hasLoginProfile, hasMfaDevice, isInGroups, nameTaken } from '../errors.ts';
import { paginate } from '../paging.ts';
import { assertBoundary, assertNoPolicies } from '../policies/policies.ts';
import type { IamState, User } from '../state.ts';
import { tagsFrom } from '../tags.ts';
import { callingUserName } from './calling-user.ts';
import { devicesOf } from './mfa-devices.ts';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateUser.html */
export const createUser: Operation<Given<Iam.CreateUserRequest>, Iam.CreateUserResponse, IamState> = (
  state,
  input,
  context,
) => {
  if (input.PermissionsBoundary !== undefined) assertBoundary(input.PermissionsBoundary, state);
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
export const getUser: Operation<Given<Iam.GetUserRequest>, Iam.GetUserResponse, IamState> = (
  state,
  input,
  { caller, account },
) => {
  if (input.UserName === undefined && caller.kind === 'root') {
    const CreateDate = new Date(0);
    return { User: { Path: '/', UserName: 'root', UserId: account, Arn: caller.arn, CreateDate } };
  }
  const user = findUser(state, input.UserName ?? callingUserName(caller));
  return { User: describeUser({ ...user, tags: withoutAwsTags(user.tags) }) };
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListUsers.html */
export const listUsers: Operation<Given<Iam.ListUsersRequest>, Iam.ListUsersResponse, IamState> = (state, input) => {
  const under = input.PathPrefix ?? '/';
  const users = [...state.users.values()].filter(({ path }) => path.startsWith(under));
  const { items, page } = paginate(users, input, ({ name }) => keyOf(name));
  return { Users: items.map(summarizeUser), ...page };
};

/** Renames and moves; https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateUser.html */
export const updateUser: Operation<Given<Iam.UpdateUserRequest>, object, IamState> = (state, input, { account }) => {
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
  for (const device of devicesOf(state, user.name)) state.mfaDevices.set(device.serial, { ...device, userName: name });
  const profile = state.loginProfiles.take(keyOf(user.name));
  if (profile) state.loginProfiles.set(keyOf(name), { ...profile, userName: name });
  return {};
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteUser.html */
export const deleteUser: Operation<Given<Iam.DeleteUserRequest>, object, IamState> = (state, input) => {
  const user = findUser(state, input.UserName);
  if ([...state.accessKeys.values()].some(({ userName }) => userName === user.name)) throw hasAccessKeys();
  if (state.loginProfiles.has(keyOf(user.name))) throw hasLoginProfile();
  if (devicesOf(state, user.name).length > 0) throw hasMfaDevice();
  if (user.groups.length > 0) throw isInGroups();
  assertNoPolicies(user);
  state.users.delete(keyOf(user.name));
  return {};
};
