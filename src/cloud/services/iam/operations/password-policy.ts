import type * as Iam from '@aws-sdk/client-iam';
import { raise } from '../../../kernel/errors.ts';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { passwordPolicyNotFound } from '../errors.ts';
import type { IamState, PasswordPolicy } from '../state.ts';

const key = 'policy';

/**
 * Replaces the account's policy: what is not given goes back to its default.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAccountPasswordPolicy.html
 */
export const updateAccountPasswordPolicy: Operation<Given<Iam.UpdateAccountPasswordPolicyRequest>, object, IamState> = (
  state,
  input,
) => {
  const policy: PasswordPolicy = {
    MinimumPasswordLength: input.MinimumPasswordLength ?? 6,
    RequireSymbols: input.RequireSymbols ?? false,
    RequireNumbers: input.RequireNumbers ?? false,
    RequireUppercaseCharacters: input.RequireUppercaseCharacters ?? false,
    RequireLowercaseCharacters: input.RequireLowercaseCharacters ?? false,
    AllowUsersToChangePassword: input.AllowUsersToChangePassword ?? false,
    ExpirePasswords: input.MaxPasswordAge !== undefined,
    ...(input.MaxPasswordAge !== undefined && { MaxPasswordAge: input.MaxPasswordAge }),
    ...(input.PasswordReusePrevention !== undefined && { PasswordReusePrevention: input.PasswordReusePrevention }),
    ...(input.HardExpiry !== undefined && { HardExpiry: input.HardExpiry }),
  };
  state.passwordPolicies.set(key, policy);
  return {};
};

/**
 * An account without a policy of its own has none to tell. Throws NoSuchEntity.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountPasswordPolicy.html
 */
export const getAccountPasswordPolicy: Operation<object, Iam.GetAccountPasswordPolicyResponse, IamState> = (
  state,
  _input,
  { account },
) => ({ PasswordPolicy: passwordPolicyOf(state) ?? raise(passwordPolicyNotFound(account)) });

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteAccountPasswordPolicy.html */
export const deleteAccountPasswordPolicy: Operation<object, object, IamState> = (state, _input, { account }) => {
  if (!state.passwordPolicies.delete(key)) throw passwordPolicyNotFound(account);
  return {};
};

/** The account's own policy; undefined while AWS's default holds. */
export const passwordPolicyOf = (state: IamState): PasswordPolicy | undefined => state.passwordPolicies.get(key);
