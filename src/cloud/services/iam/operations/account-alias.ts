import type * as Iam from '@aws-sdk/client-iam';
import { aliasNotFound } from '../errors.ts';
import type { IamOperation, Nothing } from '../operation.ts';

const key = 'alias';

/** Takes the place of the alias before; https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateAccountAlias.html */
export const createAccountAlias: IamOperation<Iam.CreateAccountAliasRequest, Nothing> = (state, input) => {
  state.settings.set(key, input.AccountAlias);
  return {};
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAccountAliases.html */
export const listAccountAliases: IamOperation<Iam.ListAccountAliasesRequest, Iam.ListAccountAliasesResponse> = (
  state,
) => {
  const alias = state.settings.get(key);
  return { AccountAliases: alias === undefined ? [] : [alias], IsTruncated: false };
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteAccountAlias.html */
export const deleteAccountAlias: IamOperation<Iam.DeleteAccountAliasRequest, Nothing> = (state, input) => {
  if (state.settings.get(key) !== input.AccountAlias) throw aliasNotFound(input.AccountAlias);
  state.settings.delete(key);
  return {};
};
