import type * as Iam from '@aws-sdk/client-iam';
import { raise } from '../../../kernel/errors.ts';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { findUser } from '../entities/entities.ts';
import { accessKeyNotFound, limitExceeded } from '../errors.ts';
import { paginate } from '../paging.ts';
import type { AccessKey, IamState } from '../state.ts';
import { callingUserName } from './calling-user.ts';

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const keysPerUserMax = 2;

/**
 * A key of the named or the calling user, two at the most. The secret is told now and never again.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateAccessKey.html
 */
export const createAccessKey: Operation<Given<Iam.CreateAccessKeyRequest>, Iam.CreateAccessKeyResponse, IamState> = (
  state,
  input,
  { account, caller, clock, kernel },
) => {
  const user = findUser(state, input.UserName ?? callingUserName(caller));
  if (keysOf(state, user.name).length >= keysPerUserMax) {
    throw limitExceeded(`Cannot exceed quota for AccessKeysPerUser: ${keysPerUserMax}`);
  }

  const credential = kernel.identity.issue({ kind: 'user', account, arn: user.arn, userId: user.id, principal: '' });
  const key: AccessKey = {
    accessKeyId: credential.accessKeyId,
    userName: user.name,
    status: 'Active',
    createdMs: clock.now(),
  };
  state.accessKeys.set(key.accessKeyId, key);
  return {
    AccessKey: {
      UserName: user.name,
      AccessKeyId: key.accessKeyId,
      Status: key.status,
      SecretAccessKey: credential.secretAccessKey,
      CreateDate: new Date(key.createdMs),
    },
  };
};

/** Uses are not recorded; AWS too answers `N/A` for a key that never was used. https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccessKeyLastUsed.html */
export const getAccessKeyLastUsed: Operation<
  Given<Iam.GetAccessKeyLastUsedRequest>,
  Iam.GetAccessKeyLastUsedResponse,
  IamState
> = (state, input) => {
  const { userName } = findKey(state, input);
  const never = { ServiceName: 'N/A', Region: 'N/A', LastUsedDate: undefined };
  return { UserName: userName, AccessKeyLastUsed: never };
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAccessKeys.html */
export const listAccessKeys: Operation<Given<Iam.ListAccessKeysRequest>, Iam.ListAccessKeysResponse, IamState> = (
  state,
  input,
  { caller },
) => {
  const user = findUser(state, input.UserName ?? callingUserName(caller));
  const { items, page } = paginate(keysOf(state, user.name), input, ({ accessKeyId }) => accessKeyId);
  const AccessKeyMetadata = items.map(({ accessKeyId, userName, status, createdMs }) => ({
    UserName: userName,
    AccessKeyId: accessKeyId,
    Status: status,
    CreateDate: new Date(createdMs),
  }));
  return { AccessKeyMetadata, ...page };
};

/** An inactive key is refused until it is active again. https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAccessKey.html */
export const updateAccessKey: Operation<Given<Iam.UpdateAccessKeyRequest>, object, IamState> = (
  state,
  input,
  { kernel },
) => {
  const key = findKey(state, input);
  const status = input.Status === 'Inactive' ? 'Inactive' : 'Active';
  if (status === 'Active') kernel.identity.reinstate(key.accessKeyId);
  else kernel.identity.revoke(key.accessKeyId);
  state.accessKeys.set(key.accessKeyId, { ...key, status });
  return {};
};

/**
 * Requests that it signs are refused from now on, as those of a key that never was.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteAccessKey.html
 */
export const deleteAccessKey: Operation<Given<Iam.DeleteAccessKeyRequest>, object, IamState> = (
  state,
  input,
  { kernel },
) => {
  const key = findKey(state, input);
  kernel.identity.revoke(key.accessKeyId);
  state.accessKeys.delete(key.accessKeyId);
  return {};
};

const keysOf = (state: IamState, user: string): AccessKey[] =>
  [...state.accessKeys.values()].filter(({ userName }) => userName === user);

function findKey(state: IamState, input: { AccessKeyId: string; UserName?: string | undefined }): AccessKey {
  const key = state.accessKeys.get(input.AccessKeyId) ?? raise(accessKeyNotFound(input.AccessKeyId));
  if (input.UserName !== undefined && findUser(state, input.UserName).name !== key.userName) {
    throw accessKeyNotFound(input.AccessKeyId);
  }
  return key;
}
