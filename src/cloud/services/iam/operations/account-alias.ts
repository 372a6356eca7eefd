import type * as Iam from '@aws-sdk/client-iam';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { aliasNotFound } from '../errors.ts';
import type { IamState } from '../state.ts';

const key = 'alias';

/** Takes the place of the alias before; https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateAccountAlias.html */
export const createAccountAlias: Operation<Given<Iam.CreateAccountAliasRequest>, object, IamState> = (state, input) => {
  state.settings.set(key, input.AccountAlias);
  return {};
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAccountAliases.html */
export const listAccountAliases: Operation<
  Given<Iam.ListAccountAliasesRequest>,
  Iam.ListAccountAliasesResponse,
  IamState
> = (state) => {
  const alias = state.settings.get(key);
  return { AccountAliases: alias === undefined ? [] : [alias], IsTruncated: false };
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteAccountAlias.html */
export const deleteAccountAlias: Operation<Given<Iam.DeleteAccountAliasRequest>, object, IamState> = (state, input) => {
  if (state.settings.get(key) !== input.AccountAlias) throw aliasNotFound(input.AccountAlias);
  state.settings.delete(key);
  return {};
};
