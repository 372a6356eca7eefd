import type {
  CreateAliasRequest,
  DeleteAliasRequest,
  ListAliasesRequest,
  ListAliasesResponse,
  UpdateAliasRequest,
} from '@aws-sdk/client-kms';
import { AwsError, raise } from '../../../kernel/errors.ts';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { aliasExists, aliasNotFound, validation } from '../errors.ts';
import { aliasArn } from '../keys/arns.ts';
import { assertNotPendingDeletion, findKey } from '../keys/find-key.ts';
import { livingKey } from '../keys/living-key.ts';
import { predefinedAliases } from '../keys/predefined-aliases.ts';
import { paginate } from '../paging.ts';
import type { Key, KmsState } from '../state.ts';

const defaultLimit = 50;

/**
 * Names a key; a name of `alias/aws/` is AWS's own. Throws AlreadyExistsException for one that is taken.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html
 */
export const createAlias: Operation<Given<CreateAliasRequest>, object, KmsState> = (state, input, context) => {
  assertAliasName(input.AliasName);
  const key = targetKey(state, input.TargetKeyId, context);
  if (state.aliases.has(input.AliasName)) throw aliasExists(aliasArn(input.AliasName, context));
  const now = context.clock.now();
  state.aliases.set(input.AliasName, { name: input.AliasName, keyId: key.id, createdMs: now, updatedMs: now });
  return {};
};

/**
 * Points an alias at another key, of the same usage.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_UpdateAlias.html
 */
export const updateAlias: Operation<Given<UpdateAliasRequest>, object, KmsState> = (state, input, context) => {
  assertAliasName(input.AliasName);
  const alias = state.aliases.get(input.AliasName) ?? raise(aliasNotFound(aliasArn(input.AliasName, context)));
  const key = targetKey(state, input.TargetKeyId, context);
  const former = state.keys.get(alias.keyId);
  if (former && former.usage !== key.usage) {
    throw validation(`The alias ${alias.name} cannot be moved to a key of another key usage.`);
  }
  state.aliases.set(alias.name, { ...alias, keyId: key.id, updatedMs: context.clock.now() });
  return {};
};

/**
 * The key stays as it is.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_DeleteAlias.html
 */
export const deleteAlias: Operation<Given<DeleteAliasRequest>, object, KmsState> = (state, input, context) => {
  assertAliasName(input.AliasName);
  if (!state.aliases.delete(input.AliasName)) throw aliasNotFound(aliasArn(input.AliasName, context));
  return {};
};

/**
 * All aliases of keys that still are, or those of one key; without a key also the names that AWS has for its own keys,
 * which have no target before a key is first asked for.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_ListAliases.html
 */
export const listAliases: Operation<Given<ListAliasesRequest>, ListAliasesResponse, KmsState> = (
  state,
  input,
  context,
) => {
  const keyId = input.KeyId === undefined ? undefined : findKey(state, input.KeyId, context).id;
  const aliases = [...state.aliases.values()].filter(
    (alias) => (keyId === undefined || alias.keyId === keyId) && livingKey(state, alias.keyId, context),
  );
  const predefined = keyId === undefined ? predefinedAliases.filter((name) => !state.aliases.has(name)) : [];
  const listed = [...aliases, ...predefined.map((name) => ({ name }))].sort((a, b) => (a.name < b.name ? -1 : 1));
  const { items, ...rest } = paginate<(typeof listed)[number]>(listed, (alias) => alias.name, input, defaultLimit);
  const entries = items.map((alias) => ({
    AliasName: alias.name,
    AliasArn: aliasArn(alias.name, context),
    ...('keyId' in alias && {
      TargetKeyId: alias.keyId,
      CreationDate: new Date(alias.createdMs),
      LastUpdatedDate: new Date(alias.updatedMs),
    }),
  }));
  return { Aliases: entries, ...rest };
};

/** Throws for another alias, and for a key that is about to go. */
function targetKey(state: KmsState, keyId: string, context: Context): Key {
  if (keyId.startsWith('alias/') || keyId.includes(':alias/')) {
    throw validation('Aliases must refer to keys. Not aliases');
  }
  const key = findKey(state, keyId, context);
  assertNotPendingDeletion(key);
  return key;
}

function assertAliasName(name: string): void {
  if (!name.startsWith('alias/') || name === 'alias/') {
    throw validation(
      'Alias must start with the prefix "alias/". Please see https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html',
    );
  }
  if (name.startsWith('alias/aws/')) throw new AwsError('NotAuthorizedException', '');
  // The model's pattern takes colons, which AWS refuses nonetheless.
  if (name.includes(':')) throw validation(`${name} contains invalid characters for an alias`);
}
