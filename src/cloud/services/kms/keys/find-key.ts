import { type Arn, parseArn } from '../../../kernel/arns.ts';
import { raise } from '../../../kernel/errors.ts';
import type { Context } from '../../../service-kit/contract.ts';
import {
  aliasNotFound,
  foreignRegion,
  invalidKeyId,
  keyDisabled,
  keyNotFound,
  keyPendingDeletion,
  keyPendingImport,
  notShared,
  wrongUsage,
} from '../errors.ts';
import { type Key, type KmsState, openKmsState } from '../state.ts';
import { aliasArn, keyArn } from './arns.ts';
import { isSharedWith } from './is-shared-with.ts';
import { livingKey } from './living-key.ts';
import { createManagedKey } from './new-key.ts';

const keyIdPattern = /^(?:mrk-[0-9a-f]{32}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/;

/** The key behind an id or a key ARN; what manages a key takes no alias. */
export function findKey(state: KmsState, keyId: string, context: Context): Key {
  const arn = arnIn(keyId, context);
  const named = arn?.resource ?? `key/${keyId}`;
  const id = named.startsWith('key/') ? named.slice('key/'.length) : '';
  if (!keyIdPattern.test(id)) throw invalidKeyId(keyId);
  return livingKey(state, id, context) ?? raise(keyNotFound(keyArn(id, context)));
}

/**
 * The key behind an id, a key ARN, an alias name or an alias ARN, as DescribeKey and the cryptographic operations
 * take them. Naming `alias/aws/<service>` makes AWS's own key for that service when it is not there yet.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_DescribeKey.html
 */
export function resolveKey(state: KmsState, keyId: string, context: Context): Key {
  const arn = arnIn(keyId, context);
  if (arn && arn.account !== context.account) return keyOfOther(arn, keyId, context);
  const resource = arn?.resource ?? keyId;
  if (!resource.startsWith('alias/')) return findKey(state, keyId, context);
  const alias = state.aliases.get(resource);
  const key = alias && livingKey(state, alias.keyId, context);
  if (key) return key;
  if (/^alias\/aws\/[a-z0-9-]+$/.test(resource)) return createManagedKey(state, resource, context);
  throw aliasNotFound(aliasArn(resource, context));
}

/** The ARN of a key or an alias in this region; undefined for what is no ARN. */
function arnIn(keyId: string, { region }: Pick<Context, 'region'>): Arn | undefined {
  const arn = parseArn(keyId);
  if (arn && arn.service !== 'kms') throw invalidKeyId(keyId);
  if (arn && arn.region !== region) throw foreignRegion(arn.region);
  return arn;
}

/**
 * A key of another account, which its policy must share with the caller's.
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html
 */
function keyOfOther({ account, resource }: Arn, keyId: string, context: Context): Key {
  const theirs = { ...context, account };
  const state = openKmsState(context.kernel.world.scope('kms', account, context.region));
  const key = resource.startsWith('alias/') ? resolveKey(state, keyId, theirs) : findKey(state, keyId, theirs);
  if (!isSharedWith(context.caller, key)) throw notShared(context.caller, key);
  return key;
}

/** A key that may be used for `operation` now. */
export function usableKey(
  state: KmsState,
  keyId: string,
  context: Context,
  operation: string,
  usage: Key['usage'],
): Key {
  const key = enabledKey(state, keyId, context);
  if (key.usage !== usage) throw wrongUsage(key, operation);
  return key;
}

/** A key that may be used now, whatever it is for. */
export function enabledKey(state: KmsState, keyId: string, context: Context): Key {
  const key = resolveKey(state, keyId, context);
  assertUsable(key);
  return key;
}

/** Throws DisabledException and KMSInvalidStateException. */
export function assertUsable(key: Key): void {
  if (key.status === 'Disabled') throw keyDisabled(key);
  if (key.status === 'PendingImport') throw keyPendingImport(key);
  assertNotPendingDeletion(key);
}

/** Throws KMSInvalidStateException. */
export function assertNotPendingDeletion(key: Key): void {
  if (key.status === 'PendingDeletion' || key.status === 'PendingReplicaDeletion') throw keyPendingDeletion(key);
}
