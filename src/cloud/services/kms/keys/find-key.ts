import { parseArn } from '../../../kernel/arns.ts';
import { raise } from '../../../kernel/errors.ts';
import type { Context } from '../../../service-kit/contract.ts';
import { aliasNotFound, invalidKeyId, keyDisabled, keyNotFound, keyPendingDeletion, wrongUsage } from '../errors.ts';
import type { Key, KmsState } from '../state.ts';
import { aliasArn, keyArn } from './arns.ts';
import { createManagedKey } from './new-key.ts';

const keyIdPattern = /^(?:mrk-[0-9a-f]{32}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/;

/** The key behind an id or a key ARN; what manages a key takes no alias. */
export function findKey(state: KmsState, keyId: string, context: Context): Key {
  const named = parseArn(keyId)?.resource ?? `key/${keyId}`;
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
  const resource = parseArn(keyId)?.resource ?? keyId;
  if (!resource.startsWith('alias/')) return findKey(state, keyId, context);
  const alias = state.aliases.get(resource);
  const key = alias && livingKey(state, alias.keyId, context);
  if (key) return key;
  if (/^alias\/aws\/[a-z0-9-]+$/.test(resource)) return createManagedKey(state, resource, context);
  throw aliasNotFound(aliasArn(resource, context));
}

/** A key that may be used for `operation` now. */
export function usableKey(
  state: KmsState,
  keyId: string,
  context: Context,
  operation: string,
  usage: Key['usage'],
): Key {
  const key = resolveKey(state, keyId, context);
  if (key.status === 'Disabled') throw keyDisabled(key);
  assertNotPendingDeletion(key);
  if (key.usage !== usage) throw wrongUsage(key, operation);
  return key;
}

/** Throws KMSInvalidStateException. */
export function assertNotPendingDeletion(key: Key): void {
  if (key.status === 'PendingDeletion') throw keyPendingDeletion(key);
}

/** Undefined for a key that never was, or whose waiting period is over. */
export function livingKey(state: KmsState, id: string, context: Context): Key | undefined {
  const key = state.keys.get(id);
  return key && isGone(key, context.clock.now()) ? undefined : key;
}

/** Whether the waiting period of a key is over. Nothing runs at that moment: whoever looks finds it gone. */
export const isGone = (key: Key, nowMs: number): boolean => key.deletionMs !== undefined && nowMs >= key.deletionMs;
