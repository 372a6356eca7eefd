import { createHash } from 'node:crypto';
import type { Key, Material } from '../state.ts';

/** As AWS: 64 hex digits, the same for the same material under the same key. */
export const materialIdOf = (keyId: string, material: string): string =>
  createHash('sha256').update(`${keyId}/${material}`).digest('hex');

/** Keys of which something is told of their material: those that can be rotated. */
export const isSymmetricEncryption = ({ spec }: Pick<Key, 'spec'>): boolean => spec === 'SYMMETRIC_DEFAULT';

/** The material that encrypts today; undefined for keys that do not tell, and before it is imported. */
export const currentMaterialId = (key: Key): string | undefined =>
  isSymmetricEncryption(key) && key.material !== '' ? materialIdOf(key.id, key.material) : undefined;

/** All that may have encrypted something, today's first. */
export function* materialsOf(key: Key): Generator<Material> {
  if (key.material !== '') yield { id: materialIdOf(key.id, key.material), bytes: key.material };
  yield* (key.former ?? []).toReversed();
}
