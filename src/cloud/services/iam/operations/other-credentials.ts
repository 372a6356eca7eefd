import type * as Iam from '@aws-sdk/client-iam';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { findUser } from '../entities/entities.ts';
import type { IamState } from '../state.ts';
import { callingUserName } from './calling-user.ts';

/*
 * Credentials that no user has here, as uploading or creating one is refused by name: what empties a user before it is
 * deleted asks for them all.
 */

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListSSHPublicKeys.html */
export const listSshPublicKeys: Operation<
  Given<Iam.ListSSHPublicKeysRequest>,
  Iam.ListSSHPublicKeysResponse,
  IamState
> = (state, { UserName }, { caller }) => {
  findUser(state, UserName ?? callingUserName(caller));
  return { SSHPublicKeys: [], IsTruncated: false };
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListSigningCertificates.html */
export const listSigningCertificates: Operation<
  Given<Iam.ListSigningCertificatesRequest>,
  Iam.ListSigningCertificatesResponse,
  IamState
> = (state, { UserName }, { caller }) => {
  findUser(state, UserName ?? callingUserName(caller));
  return { Certificates: [], IsTruncated: false };
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListServiceSpecificCredentials.html */
export const listServiceSpecificCredentials: Operation<
  Given<Iam.ListServiceSpecificCredentialsRequest>,
  Iam.ListServiceSpecificCredentialsResponse,
  IamState
> = (state, { UserName, AllUsers }, { caller }) => {
  if (!AllUsers) findUser(state, UserName ?? callingUserName(caller));
  return { ServiceSpecificCredentials: [], IsTruncated: false };
};
