import { isDeepStrictEqual } from 'node:util';
import type * as Kms from '@aws-sdk/client-kms';
import { raise } from '../../../kernel/errors.ts';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { dryRun, grantNotFound, validation } from '../errors.ts';
import { keyArn } from '../keys/arns.ts';
import { assertUsable, findKey } from '../keys/find-key.ts';
import { paginate } from '../paging.ts';
import type { Grant, Key, KmsState } from '../state.ts';

const defaultLimit = 50;

/**
 * The same grant again under the same name is the same grant, with another token.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateGrant.html
 */
export const createGrant: Operation<Given<Kms.CreateGrantRequest>, Kms.CreateGrantResponse, KmsState> = (
  state,
  input,
  context,
) => {
  const key = findKey(state, input.KeyId, context);
  assertUsable(key);
  if (input.DryRun) throw dryRun();
  const wish = {
    keyId: key.id,
    name: input.Name ?? '',
    grantee: input.GranteePrincipal ?? '',
    ...(input.RetiringPrincipal !== undefined && { retiring: input.RetiringPrincipal }),
    issuer: `arn:aws:iam::${context.account}:root`,
    operations: input.Operations,
    ...(input.Constraints !== undefined && { constraints: input.Constraints }),
  };
  const token = Buffer.from(context.random.bytes(96)).toString('base64');
  const same = wish.name === '' ? undefined : [...state.grants.values()].find((grant) => isSame(grant, wish));
  const grant: Grant = same ?? { ...wish, id: context.random.hex(64), token, createdMs: context.clock.now() };
  state.grants.set(grant.id, { ...grant, token });
  return { GrantToken: token, GrantId: grant.id };
};

function isSame({ id: _id, token: _token, createdMs: _created, ...grant }: Grant, wish: object): boolean {
  return isDeepStrictEqual(grant, wish);
}

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_ListGrants.html */
export const listGrants: Operation<Given<Kms.ListGrantsRequest>, Kms.ListGrantsResponse, KmsState> = (
  state,
  input,
  context,
) => {
  const key = findKey(state, input.KeyId, context);
  const { GrantId, GranteePrincipal } = input;
  const grants = grantsOf(state, key).filter(
    ({ id, grantee }) =>
      (GrantId === undefined || GrantId === id) && (GranteePrincipal === undefined || GranteePrincipal === grantee),
  );
  if (GrantId !== undefined && grants.length === 0) throw grantNotFound(GrantId);
  const { items, ...rest } = paginate(grants, ({ id }) => id, input, defaultLimit);
  return { Grants: items.map((grant) => describe(grant, key.arn)), ...rest };
};

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_ListRetirableGrants.html */
export const listRetirableGrants: Operation<Given<Kms.ListRetirableGrantsRequest>, Kms.ListGrantsResponse, KmsState> = (
  state,
  input,
  context,
) => {
  const grants = [...state.grants.values()].filter(({ retiring }) => retiring === input.RetiringPrincipal);
  const { items, ...rest } = paginate(grants, ({ id }) => id, input, defaultLimit);
  return { Grants: items.map((grant) => describe(grant, keyArn(grant.keyId, context))), ...rest };
};

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_RevokeGrant.html */
export const revokeGrant: Operation<Given<Kms.RevokeGrantRequest>, object, KmsState> = (state, input, context) => {
  const grant = grantOf(state, findKey(state, input.KeyId, context), input.GrantId);
  if (input.DryRun) throw dryRun();
  state.grants.delete(grant.id);
  return {};
};

/**
 * By its token, or by key and id.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_RetireGrant.html
 */
export const retireGrant: Operation<Given<Kms.RetireGrantRequest>, object, KmsState> = (state, input, context) => {
  const { GrantToken, KeyId, GrantId } = input;
  const byId = KeyId !== undefined && GrantId !== undefined;
  if ((GrantToken === undefined) === !byId) {
    throw validation('Must specify either Grant Token OR Grant ID and Key ARN');
  }
  const grant = byId
    ? grantOf(state, findKey(state, KeyId, context), GrantId)
    : ([...state.grants.values()].find(({ token }) => token === GrantToken) ?? raise(grantNotFound(GrantToken ?? '')));
  if (input.DryRun) throw dryRun();
  state.grants.delete(grant.id);
  return {};
};

const grantsOf = (state: KmsState, { id }: Key): Grant[] =>
  [...state.grants.values()].filter(({ keyId }) => keyId === id).sort((a, b) => a.createdMs - b.createdMs);

function grantOf(state: KmsState, key: Key, grantId: string): Grant {
  const grant = state.grants.get(grantId);
  return grant?.keyId === key.id ? grant : raise(grantNotFound(grantId));
}

const describe = (grant: Grant, KeyId: string): Kms.GrantListEntry => ({
  KeyId,
  GrantId: grant.id,
  Name: grant.name,
  CreationDate: new Date(grant.createdMs),
  GranteePrincipal: grant.grantee,
  ...(grant.retiring !== undefined && { RetiringPrincipal: grant.retiring }),
  IssuingAccount: grant.issuer,
  Operations: [...grant.operations],
  ...(grant.constraints !== undefined && { Constraints: grant.constraints }),
});
