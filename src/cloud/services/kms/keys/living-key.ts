import type { Context } from '../../../service-kit/contract.ts';
import type { Key, KmsState } from '../state.ts';
import { stateIn } from './save-key.ts';

const dayMs = 86_400_000;

/**
 * A key as it is now: undefined for one that never was, or whose waiting period is over. Nothing runs at that moment:
 * whoever looks finds the key gone, its imported material expired, its replicas fewer.
 */
export function livingKey(state: KmsState, id: string, context: Context): Key | undefined {
  const stored = state.keys.get(id);
  if (!stored) return undefined;
  const nowMs = context.clock.now();
  const key = stored.regions ? withLivingReplicas(stored, nowMs, context) : stored;
  if (isGone(key, nowMs)) return undefined;
  if (key.materialValidToMs === undefined || nowMs < key.materialValidToMs) return key;
  const { materialValidToMs: _expired, ...rest } = key;
  return { ...rest, material: '', status: key.status === 'Enabled' ? 'PendingImport' : key.status };
}

/**
 * The waiting period of a primary begins when the last of its replicas has gone.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_ScheduleKeyDeletion.html
 */
function withLivingReplicas(key: Key, nowMs: number, context: Context): Key {
  const { primary = key.region, replicas: all = [] } = key.regions ?? {};
  const siblings = all.map((region) => ({ region, sibling: stateIn(region, context).keys.get(key.id) }));
  const replicas = siblings.flatMap(({ region, sibling }) => (sibling && !isGone(sibling, nowMs) ? region : []));
  const present = { ...key, regions: { primary, replicas } };
  const { pendingDays, ...rest } = present;
  if (pendingDays === undefined || replicas.length > 0) return present;
  const lastGoneMs = Math.max(...siblings.map(({ sibling }) => sibling?.deletionMs ?? nowMs));
  return { ...rest, status: 'PendingDeletion', deletionMs: lastGoneMs + pendingDays * dayMs };
}

const isGone = (key: Key, nowMs: number): boolean => key.deletionMs !== undefined && nowMs >= key.deletionMs;
