import type { Context } from '../../../service-kit/contract.ts';
import { type Key, type KmsState, openKmsState } from '../state.ts';
import { keyArn } from './arns.ts';

/** The same account's keys in another region. */
export const stateIn = (region: string, { account, kernel }: Context): KmsState =>
  openKmsState(kernel.world.scope('kms', account, region));

/**
 * Keeps a changed key. What multi-Region keys share (their material, its rotation and where they are) changes in all of
 * their regions. https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-overview.html
 */
export function saveKey(state: KmsState, key: Key, context: Context): void {
  state.keys.set(key.id, key);
  const { primary, replicas } = key.regions ?? { primary: key.region, replicas: [] };
  for (const region of [primary, ...replicas]) {
    const keys = stateIn(region, context).keys;
    const sibling = region === key.region ? undefined : keys.get(key.id);
    if (sibling) keys.set(key.id, { ...sibling, ...sharedOf(key) });
  }
}

const sharedOf = ({ material, former, rotations, regions }: Key): Partial<Key> => ({
  material,
  ...(former && { former }),
  ...(rotations && { rotations }),
  ...(regions && { regions }),
});

/** A primary's copy for another region, with what is its own. */
export function replicaOf(
  primary: Key,
  region: string,
  own: Pick<Key, 'createdMs' | 'description' | 'policy' | 'tags'>,
): Key {
  const { deletionMs: _deletion, pendingDays: _days, ...copied } = primary;
  return { ...copied, ...own, region, arn: keyArn(primary.id, { account: primary.account, region }) };
}
