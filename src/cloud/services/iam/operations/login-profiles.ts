import type * as Iam from '@aws-sdk/client-iam';
import { raise } from '../../../kernel/errors.ts';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { findUser, keyOf } from '../entities/entities.ts';
import { loginProfileNotFound, loginProfileTaken, passwordPolicyViolation } from '../errors.ts';
import type { IamState, LoginProfile } from '../state.ts';
import { callingUserName } from './calling-user.ts';
import { passwordPolicyOf } from './password-policy.ts';

/* There is no console to log in to: passwords are not kept. */

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateLoginProfile.html */
export const createLoginProfile: Operation<
  Given<Iam.CreateLoginProfileRequest>,
  Iam.CreateLoginProfileResponse,
  IamState
> = (state, input, context) => {
  const user = findUser(state, input.UserName ?? callingUserName(context.caller));
  if (state.loginProfiles.has(keyOf(user.name))) throw loginProfileTaken(user.name);
  assertPassword(state, input.Password);
  const mustReset = input.PasswordResetRequired ?? false;
  const profile: LoginProfile = { userName: user.name, createdMs: context.clock.now(), mustReset };
  state.loginProfiles.set(keyOf(user.name), profile);
  return { LoginProfile: describe(profile) };
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetLoginProfile.html */
export const getLoginProfile: Operation<Given<Iam.GetLoginProfileRequest>, Iam.GetLoginProfileResponse, IamState> = (
  state,
  input,
  context,
) => ({ LoginProfile: describe(find(state, input.UserName, context)) });

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateLoginProfile.html */
export const updateLoginProfile: Operation<Given<Iam.UpdateLoginProfileRequest>, object, IamState> = (
  state,
  input,
  context,
) => {
  const profile = find(state, input.UserName, context);
  assertPassword(state, input.Password);
  const mustReset = input.PasswordResetRequired ?? profile.mustReset;
  state.loginProfiles.set(keyOf(profile.userName), { ...profile, mustReset });
  return {};
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteLoginProfile.html */
export const deleteLoginProfile: Operation<Given<Iam.DeleteLoginProfileRequest>, object, IamState> = (
  state,
  input,
  context,
) => {
  state.loginProfiles.delete(keyOf(find(state, input.UserName, context).userName));
  return {};
};

function find(state: IamState, name: string | undefined, { caller }: Context): LoginProfile {
  const user = findUser(state, name ?? callingUserName(caller));
  return state.loginProfiles.get(keyOf(user.name)) ?? raise(loginProfileNotFound(user.name));
}

const describe = ({ userName, createdMs, mustReset }: LoginProfile): Iam.LoginProfile => ({
  UserName: userName,
  CreateDate: new Date(createdMs),
  PasswordResetRequired: mustReset,
});

/** Throws PasswordPolicyViolation for what the account's own policy refuses. */
function assertPassword(state: IamState, password: string | undefined): void {
  const policy = passwordPolicyOf(state);
  if (!policy || password === undefined) return;
  const required: readonly (readonly [boolean | undefined, RegExp])[] = [
    [policy.RequireSymbols, /[!@#$%^&*()_+\-=[\]{}|']/],
    [policy.RequireNumbers, /[0-9]/],
    [policy.RequireUppercaseCharacters, /[A-Z]/],
    [policy.RequireLowercaseCharacters, /[a-z]/],
  ];
  const isTooShort = password.length < (policy.MinimumPasswordLength ?? 0);
  if (isTooShort || required.some(([isRequired, pattern]) => isRequired && !pattern.test(password))) {
    throw passwordPolicyViolation();
  }
}
